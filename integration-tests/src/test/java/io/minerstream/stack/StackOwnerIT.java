package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the processes when their owner ends, and that an ordinary user may own a stack. */
@Timeout(180)
class StackOwnerIT {

    @TempDir
    private Path folder;

    @Test
    @Tag("long")
    void shouldLeaveNoProcessWhenOwnerIsKilledAndStartAgainAtOnce() throws Exception {
        try (OwnerProcess owner = OwnerProcess.start(folder.resolve("killed.txt"), data(), "persistent")) {
            List<ProcessHandle> processes = owner.awaitReady();
            // Broker, registry, Connect, the shells that watch PostgreSQL, and PostgreSQL with its workers.
            assertThat(processes).hasSizeGreaterThan(6);

            owner.kill();

            try (OwnerProcess next = OwnerProcess.start(folder.resolve("next.txt"), data(), "persistent")) {
                // By themselves: the next owner would kill them only after 10 s.
                await().atMost(Duration.ofSeconds(8))
                        .pollInterval(Duration.ofMillis(50))
                        .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
                assertTerminates(next);
            }
        }
    }

    private void assertTerminates(OwnerProcess owner) throws Exception {
        List<ProcessHandle> processes = owner.awaitReady();

        owner.terminate();

        assertThat(owner.awaitExit()).isEqualTo(143);
        owner.awaitLine(StackOwner.CLOSED);
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(data().resolve("endpoints.json")).doesNotExist();
    }

    @Test
    void shouldRunAsOrdinaryUserAndDeleteTemporaryData() throws Exception {
        ReadableBuild build = ReadableBuild.of(folder);
        Path home = build.privateFolder("home");
        Path data = home.resolve("my data");
        try (OwnerProcess owner = OwnerProcess.start(
                build.ordinaryUser(),
                build.classPath(),
                build.parts(),
                home.resolve("cache"),
                home.resolve("owner.txt"),
                data.toString(),
                "temporary")) {
            List<ProcessHandle> processes = owner.awaitReady();

            owner.terminate();

            assertThat(owner.awaitExit()).isEqualTo(143);
            owner.awaitLine(StackOwner.CLOSED);
            assertThat(processes).noneMatch(ProcessHandle::isAlive);
            assertThat(data).doesNotExist();
        }
    }

    @Test
    void shouldSayThatOrdinaryUserMayNotWriteThere() throws Exception {
        ReadableBuild build = ReadableBuild.of(folder);
        Path home = build.privateFolder("elsewhere");
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        try (OwnerProcess owner = OwnerProcess.start(
                build.ordinaryUser(),
                build.classPath(),
                build.parts(),
                home.resolve("cache"),
                home.resolve("owner.txt"),
                closed.resolve("data").toString(),
                "persistent")) {
            String name = new UnixSystem().getUid() == 0 ? "nobody" : System.getProperty("user.name");

            assertThat(owner.awaitLine(StackOwner.FAILED))
                    .startsWith("data directory " + closed.resolve("data") + ": must be a directory that " + name
                            + " may write, is not (" + closed.resolve("data")
                            + ": permission denied); choose another one");
            assertThat(owner.awaitExit()).isEqualTo(3);
        }
    }

    /** As root: where no other user may go, PostgreSQL runs in a user namespace. */
    @Test
    void shouldRunPostgresInRootsPrivateFolder() throws Exception {
        assumeTrue(new UnixSystem().getUid() == 0, "only root has to switch to another user");
        Path closed = Files.createDirectory(
                folder.resolve("private"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        StackConfig config = StackConfig.persistent(closed.resolve("data"))
                .without(Set.of(Component.BROKER, Component.REGISTRY, Component.CONNECT));

        try (LocalStack stack = LocalStack.start(config, StackListener.NONE)) {
            assertThat(new StackClients(stack.endpoints()).sql("SELECT current_user"))
                    .isEqualTo("minerstream");
            assertThat(Files.getAttribute(config.dataDirectory().resolve("postgres/data"), "unix:uid"))
                    .isEqualTo(0);
        }
    }

    private Path data() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder.resolve("my data");
    }
}
