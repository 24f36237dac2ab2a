package io.minerstream.containers;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * Waits until the image's own health check passes. Testcontainers' strategy asks the engine again at once, without a pause: some of
 * those at a time leave the containers no processor to become healthy with.
 */
final class HealthCheck extends AbstractWaitStrategy {

    private static final Duration PAUSE = Duration.ofMillis(500);

    HealthCheck(Duration limit) {
        withStartupTimeout(limit);
    }

    @Override
    protected void waitUntilReady() {
        await("container healthy")
                .atMost(startupTimeout)
                .pollInterval(PAUSE)
                .failFast("it has ended", () -> !isRunning())
                .until(waitStrategyTarget::isHealthy);
    }

    private boolean isRunning() {
        return Boolean.TRUE.equals(
                waitStrategyTarget.getCurrentContainerInfo().getState().getRunning());
    }
}
