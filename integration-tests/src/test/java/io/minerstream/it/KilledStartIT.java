package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands with all parts that are killed or terminated; {@code up} while it starts, again and again with the same cache and data
 * directory. Property {@code minerstream.kills} is how often at a random moment.
 */
@Tag("long")
@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have no /proc, which tells the directory of a process")
class KilledStartIT {

    private static final int KILLS = Integer.getInteger("minerstream.kills", 3);

    @TempDir
    private Path folder;

    private Path cache;
    private Path data;
    private Path output;
    private Installation installation;

    @BeforeEach
    void setUp() throws IOException {
        // PostgreSQL may run as another user, who must be able to enter.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        cache = folder.resolve("cache");
        data = folder.resolve("data");
        output = folder.resolve("up.txt");
        installation = new Installation(
                folder,
                Installation.libraries(Files.createDirectory(folder.resolve("libraries"))),
                Installation.allClasses());
        JavaProgram.stackOptions().forEach(installation::options);
        installation.cacheIn(cache);
        // What a killed JVM leaves there is deleted with the folder.
        installation.environment(
                "TMPDIR", Files.createDirectory(folder.resolve("temporary")).toString());
    }

    @AfterEach
    void tearDown() throws IOException {
        installation.close();
    }

    @Test
    void shouldLeaveNoProcessAndStartAgain() throws Exception {
        killOnce("programs are unpacked", () -> isCached("unfinished-"));
        killOnce("the cluster is in the cache", () -> isCached("postgresql-data-"));
        killOnce("the broker starts", () -> Files.exists(data.resolve("pids/broker.pid")));
        killOnce("the worker starts", () -> Files.exists(data.resolve("pids/connect.pid")));
        long millis = startAndStop().toMillis();

        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < KILLS; i++) {
            long moment = random.nextLong(millis);
            Process up = up();
            assertThat(up.waitFor(moment, TimeUnit.MILLISECONDS)).isFalse();
            kill(up, moment + " ms after its start, seed " + seed);
        }

        startAndStop();
    }

    @Test
    void shouldLeaveNoProcessOfADemoThatIsTerminated() throws Exception {
        Process demo = installation.start(output, "demo");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !demo.isAlive() || Files.readString(output).contains("Publishing"));

        demo.destroy();

        assertThat(demo.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(demo.exitValue()).as(Files.readString(output)).isEqualTo(143);
        assertThat(output)
                .content()
                .contains("stopping ...\n", "minerstream demo: stopped before its work was done\n")
                .doesNotContain("defect");
        awaitNoProcess("terminated");
    }

    private void killOnce(String description, Callable<Boolean> moment) throws IOException {
        Process up = up();
        await(description)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !up.isAlive() || moment.call());
        kill(up, description);
    }

    private void kill(Process up, String moment) throws IOException {
        assertThat(up.isAlive())
                .as("alive when %s, printed %s", moment, Files.readString(output))
                .isTrue();

        up.destroyForcibly();

        awaitNoProcess("killed when " + moment);
    }

    /** By themselves: nothing else ends them. */
    private void awaitNoProcess(String description) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(processes()).as(description).isEmpty());
    }

    private Duration startAndStop() throws Exception {
        long start = System.nanoTime();
        Process up = up();
        await().atMost(Duration.ofMinutes(3))
                .until(() -> !up.isAlive() || Files.readString(output).contains("minerstream fleet init"));
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        assertThat(up.isAlive()).as(Files.readString(output)).isTrue();

        up.destroy();

        assertThat(up.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(up.exitValue()).as(Files.readString(output)).isEqualTo(143);
        awaitNoProcess("terminated");
        return duration;
    }

    private Process up() throws IOException {
        return installation.start(output, "up", "--data-dir", data.toString());
    }

    private boolean isCached(String beginning) throws IOException {
        if (!Files.isDirectory(cache)) {
            return false;
        }
        try (Stream<Path> cached = Files.list(cache)) {
            return cached.anyMatch(file -> file.getFileName().toString().startsWith(beginning));
        }
    }

    /** Commands of all that run in a directory of this test, or whose command names one. */
    private List<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(this::isOurs)
                .map(process -> process.info().toString())
                .toList();
    }

    private boolean isOurs(ProcessHandle process) {
        try {
            Path directory = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
            return directory.startsWith(folder)
                    || process.info().commandLine().orElse("").contains(folder.toString());
        } catch (IOException e) {
            // It has ended, or is another user's.
            return false;
        }
    }
}
