package io.minerstream.connect.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RestartBackoffTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);

    private final RestartBackoff backoff = new RestartBackoff(Duration.ofSeconds(10), Duration.ofSeconds(60), now::get);

    @Test
    void shouldRestartEachTimeAfterTwiceAsLong() {
        List<Integer> restarts = new ArrayList<>();
        for (int second = 0; second <= 200; second++) {
            if (backoff.failed("a").isPresent()) {
                restarts.add(second);
            }
            pass(1);
        }

        assertThat(restarts).containsExactly(10, 30, 70, 130, 190);
    }

    @Test
    void shouldTellTheTimeUntilTheRestartAfterThisOne() {
        backoff.failed("a");
        pass(10);

        assertThat(backoff.failed("a")).contains(Duration.ofSeconds(20));
    }

    @Test
    void shouldKeepConnectorsApart() {
        backoff.failed("a");
        pass(10);

        assertThat(backoff.failed("b")).isEmpty();
        assertThat(backoff.failed("a")).isPresent();
    }

    @Test
    void shouldBeginAnewWhenItHasNotFailedForLong() {
        backoff.failed("a");
        pass(10);
        backoff.failed("a");
        pass(61);

        assertThat(backoff.failed("a")).as("seen first").isEmpty();
        pass(10);
        assertThat(backoff.failed("a")).contains(Duration.ofSeconds(20));
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
