package io.minerstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;

/** What our images hold, and as whom and on what they run. */
@ExtendWith({RequiresDocker.class, SharedPipeline.class})
class ImagesContainerIT {

    private static final String USER = "10001:10001";

    private static final Set<String> BUILD_TOOLS = Set.of(
            "javac",
            "jlink",
            "jdeps",
            "mvn",
            "gradle",
            "ant",
            "git",
            "gcc",
            "cc",
            "g++",
            "c++",
            "clang",
            "ld",
            "as",
            "make",
            "cmake",
            "dpkg-buildpackage",
            "pip",
            "npm");

    static List<GenericContainer<?>> servers() {
        Pipeline pipeline = SharedPipeline.pipeline();
        return Stream.concat(pipeline.workers().stream(), pipeline.validators().stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cli", "validator", "connect"})
    void shouldNameAUserWhoIsNotRoot(String image) {
        String name = new ImageNames().own(image).asCanonicalNameString();

        String user = Objects.requireNonNull(
                        Containers.docker().inspectImageCmd(name).exec().getConfig())
                .getUser();

        assertThat(user).isEqualTo(USER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cli", "validator", "connect"})
    void shouldHoldNoBuildTool(String image) {
        GenericContainer<?> find = Containers.hardened(new GenericContainer<>(new ImageNames().own(image)))
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("find"))
                .withCommand("/", "-xdev", "-not", "-type", "d", "-not", "-path", "/proc/*", "-printf", "%f\\n");
        try (Command command = Command.start(find, "find")) {
            Command.Result files = command.await();

            // Some folders cannot be read by this user, which is no matter: it cannot run what is in them.
            Set<String> names = files.out().lines().collect(Collectors.toSet());
            assertThat(names).as(files.err()).contains("java").doesNotContainAnyElementsOf(BUILD_TOOLS);
        }
    }

    // The containers are those of the shared pipeline, which keeps running.
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void shouldRunNoProcessAsRoot(GenericContainer<?> container) {
        String[][] processes = Containers.docker()
                .topContainerCmd(container.getContainerId())
                .withPsArgs("-eo uid,pid,args")
                .exec()
                .getProcesses();

        assertThat(List.of(processes)).isNotEmpty().allSatisfy(process -> assertThat(process[0].strip())
                .isEqualTo("10001"));
    }

    // The containers are those of the shared pipeline, which keeps running.
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("servers")
    void shouldRunOnAReadOnlyRootFileSystem(GenericContainer<?> container) throws IOException, InterruptedException {
        ExecResult written = container.execInContainer("sh", "-c", "echo x > /var/tmp/x");

        assertThat(written.getExitCode()).isNotZero();
        assertThat(written.getStderr()).contains("Read-only file system");
    }

    @Test
    void shouldRefuseAConnectWorkerWithoutBrokers() {
        GenericContainer<?> worker = Containers.hardened(new GenericContainer<>(new ImageNames().own("connect")));
        try (Command command = Command.start(worker, "connect")) {
            Command.Result result = command.await();

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .contains("CONNECT_BOOTSTRAP_SERVERS: must name the Kafka brokers, as host:port,host:port");
        }
    }

    @Test
    void shouldRefuseAConnectWorkerWithoutAPassword() {
        GenericContainer<?> worker = Containers.hardened(new GenericContainer<>(new ImageNames().own("connect")))
                .withEnv("CONNECT_BOOTSTRAP_SERVERS", "kafka:19092");
        try (Command command = Command.start(worker, "connect")) {
            Command.Result result = command.await();

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .contains("REST_PASSWORD: must be the password of user minerstream of the REST API");
        }
    }
}
