package io.minerstream.containers;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/**
 * Skips a class where no Docker engine answers, or our images are not built. With {@code MINERSTREAM_REQUIRE_DOCKER=1} in the
 * environment it fails there instead.
 */
final class RequiresDocker implements ExecutionCondition {

    private static final String REQUIRED = "MINERSTREAM_REQUIRE_DOCKER";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = missing();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("a Docker engine answers, and our images are there");
        }
        if ("1".equals(System.getenv(REQUIRED))) {
            throw new IllegalStateException(REQUIRED + "=1, but " + missing.get());
        }
        return ConditionEvaluationResult.disabled(
                "container tests are skipped: " + missing.get() + "; " + REQUIRED + "=1 makes this a failure");
    }

    private static Optional<String> missing() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("no Docker engine answers; start one");
        }
        String image = new ImageNames().own("cli").asCanonicalNameString();
        try {
            Containers.docker().inspectImageCmd(image).exec();
            return Optional.empty();
        } catch (NotFoundException e) {
            return Optional.of(
                    "there is no image " + image
                            + "; build it with `mvn package -Dquick && docker compose build`, or with docker/offline/build-images.sh");
        }
    }
}
