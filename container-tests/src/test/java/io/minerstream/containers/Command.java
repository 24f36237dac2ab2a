package io.minerstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;

/** A `minerstream` command in a container of its own. */
final class Command implements AutoCloseable {

    private static final int LIMIT_MINUTES = 5;

    private final GenericContainer<?> container;
    private final String name;

    private Command(GenericContainer<?> container, String name) {
        this.container = container;
        this.name = name;
    }

    static Command start(GenericContainer<?> container, String... arguments) {
        container.withStartupCheckStrategy(new StartedOrEnded()).start();
        return new Command(container, String.join(" ", arguments));
    }

    /** Waits for its end, at most five minutes. */
    Result await() {
        int exitCode = Containers.docker()
                .waitContainerCmd(container.getContainerId())
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode(LIMIT_MINUTES, TimeUnit.MINUTES);
        return new Result(name, exitCode, container.getLogs(OutputType.STDOUT), container.getLogs(OutputType.STDERR));
    }

    @Override
    public void close() {
        container.close();
    }

    /** What came of a command. */
    record Result(String name, int exitCode, String out, String err) {

        Result requireSuccess() {
            assertThat(exitCode).as("minerstream %s%n%s%n%s", name, out, err).isZero();
            return this;
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON on standard output: " + out + err, e);
            }
        }
    }

    /** A command that has ended before anybody looks has started, whatever its exit code. */
    private static final class StartedOrEnded extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient docker, String containerId) {
            String status = getCurrentState(docker, containerId).getStatus();
            return "created".equals(status) ? StartupStatus.NOT_YET_KNOWN : StartupStatus.SUCCESSFUL;
        }
    }
}
