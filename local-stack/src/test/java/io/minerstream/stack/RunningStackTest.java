package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningStackTest {

    @TempDir
    private Path folder;

    private final StackEndpoints endpoints = new StackEndpoints(
            "127.0.0.1:20001",
            "http://127.0.0.1:20002/apis/ccompat/v7",
            null,
            null,
            "jdbc:postgresql://127.0.0.1:20003/minerstream",
            "minerstream",
            Path.of("/data/my stack/secrets/postgres.properties"),
            Path.of("/data/my stack/postgres.password"),
            Path.of("/data/my stack/pgpass"),
            Path.of("/data/my stack"),
            Path.of("/data/my stack/logs"));

    @Test
    void shouldFindStackOfLivingProcessThatHoldsTheLock() throws Exception {
        try (DirectoryLock lock = DirectoryLock.acquire(folder.resolve("lock"))) {
            EndpointsFile.ofThisProcess(endpoints).write(folder.resolve("endpoints.json"));

            assertThat(RunningStack.find(folder)).contains(endpoints);
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void shouldKeepAddressesFromOtherUsers() throws Exception {
        EndpointsFile.ofThisProcess(endpoints).write(folder.resolve("endpoints.json"));

        assertThat(Files.getPosixFilePermissions(folder.resolve("endpoints.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void shouldFindNoneWhenNothingRuns() throws Exception {
        assertThat(RunningStack.find(folder)).isEmpty();
        assertThat(RunningStack.find(folder.resolve("missing"))).isEmpty();
    }

    @Test
    void shouldFindNoneWhenLockIsFree() throws Exception {
        DirectoryLock.acquire(folder.resolve("lock")).close();
        EndpointsFile.ofThisProcess(endpoints).write(folder.resolve("endpoints.json"));

        assertThat(RunningStack.find(folder)).isEmpty();
    }

    @Test
    void shouldFindNoneWhenProcessIdIsAnotherProcessByNow() throws Exception {
        try (DirectoryLock lock = DirectoryLock.acquire(folder.resolve("lock"))) {
            EndpointsFile own = EndpointsFile.ofThisProcess(endpoints);
            new EndpointsFile(own.pid(), own.startedMs() - 60_000, endpoints).write(folder.resolve("endpoints.json"));

            assertThat(RunningStack.find(folder)).isEmpty();
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void shouldNameFileThatIsDamaged() throws Exception {
        Path file = folder.resolve("endpoints.json");
        Files.writeString(file, "{\"pid\": 1}");

        assertThatThrownBy(() -> RunningStack.find(folder))
                .isInstanceOf(java.io.IOException.class)
                .hasMessageStartingWith(file + ": must describe a running stack, does not; delete it if none runs: ");
    }

    @Test
    void shouldRefuseSecondOwnerOfOneDirectory() throws Exception {
        Path file = folder.resolve("lock");
        try (DirectoryLock lock = DirectoryLock.acquire(file)) {
            assertThatThrownBy(() -> DirectoryLock.acquire(file))
                    .isInstanceOf(StackStartException.class)
                    .hasMessage("data directory " + folder + ": must not be in use, is in use by the stack of process "
                            + ProcessHandle.current().pid()
                            + "; stop that one, or choose another data directory");
            assertThat(lock).isNotNull();
        }
        DirectoryLock.acquire(file).close();
    }
}
