package io.minerstream.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.PortBinding;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** What Testcontainers does not do by itself: fixed ports, hardening, and killing. */
final class Containers {

    /** For JVMs that live for minutes, many on few processors: without C2 they start and run with less. */
    static final String JVM = "-XX:TieredStopAtLevel=1";

    private Containers() {}

    /** With a port of 127.0.0.1 that stays the same when the container is killed and starts again. */
    static GenericContainer<?> published(GenericContainer<?> container, int hostPort, int containerPort) {
        return container
                .withExposedPorts(containerPort)
                .withCreateContainerCmdModifier(command -> Objects.requireNonNull(command.getHostConfig())
                        .withPortBindings(PortBinding.parse("127.0.0.1:" + hostPort + ":" + containerPort)));
    }

    /** As the compose file starts our images: nothing to write but /tmp and volumes, no capabilities. */
    static GenericContainer<?> hardened(GenericContainer<?> container) {
        // Native libraries are unpacked there, so it must be executable.
        return container
                .withTmpFs(Map.of("/tmp", "exec,mode=1777,size=256m"))
                .withCreateContainerCmdModifier(command -> Objects.requireNonNull(command.getHostConfig())
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL));
    }

    /** SIGKILL: the process has no time for anything. */
    static void kill(GenericContainer<?> container) {
        docker().killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
    }

    /** Starts a container that was killed, with what it had on its volumes, as an orchestrator would. */
    static void startAgain(GenericContainer<?> container) {
        docker().startContainerCmd(container.getContainerId()).exec();
    }

    static DockerClient docker() {
        return DockerClientFactory.lazyClient();
    }
}
