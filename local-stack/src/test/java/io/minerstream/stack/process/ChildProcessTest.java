package io.minerstream.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ChildProcessTest {

    /**
     * Says what it gets, and ends on SIGINT with code 7. Like PostgreSQL it handles a signal that was ignored when it started;
     * a shell may not.
     */
    private static final List<String> PROGRAM = List.of(
            "perl",
            "-e",
            """
            $| = 1;
            $SIG{INT} = sub { print "interrupted\\n"; exit 7 };
            print "runs\\n";
            while (1) { select(undef, undef, undef, 0.05) }
            """);

    @TempDir
    private Path folder;

    private Path log;
    private PidFile pidFile;

    @BeforeEach
    void setUp() {
        log = folder.resolve("child.log");
        pidFile = new PidFile(folder.resolve("child.pid"));
    }

    @Test
    void shouldKillChildThatDoesNotEndInTime() throws IOException {
        ChildProcess child = start(ChildCommand.detached(
                List.of("/bin/sh", "-c", "trap '' TERM; echo runs; while :; do sleep 0.05; done"), folder));

        child.stop(Duration.ofMillis(100));

        assertThat(child.isAlive()).isFalse();
        assertThat(child.exitCode()).isEqualTo(137);
        assertThat(pidFile.path()).doesNotExist();
    }

    @Test
    void shouldKillAtOnceAndStayInterruptedWhenInterrupted() throws IOException {
        ChildProcess child = start(ChildCommand.detached(
                List.of("/bin/sh", "-c", "trap '' TERM; echo runs; while :; do sleep 0.05; done"), folder));

        Thread.currentThread().interrupt();
        child.stop(Duration.ofMinutes(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void shouldDoNothingWhenStoppedTwice() throws IOException {
        ChildProcess child = start(ChildCommand.detached(List.of("/bin/sh", "-c", "echo runs; exec cat"), folder));

        child.stop(Duration.ofSeconds(5));
        child.stop(Duration.ofSeconds(5));

        assertThat(child.exitCode()).isEqualTo(143);
    }

    @Test
    void shouldInterruptWatchedProgramWhenToldToEnd() throws Exception {
        ChildProcess child = start(ChildCommand.watched("INT", PROGRAM, folder));

        child.stop(Duration.ofSeconds(5));

        assertThat(child.exitCode()).isEqualTo(7);
        assertThat(Files.readAllLines(log)).containsExactly("runs", "interrupted");
    }

    @Test
    void shouldInterruptWatchedProgramWhenThePipeEnds() throws Exception {
        Process process = ChildCommand.watched("INT", PROGRAM, folder)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        awaitRuns();

        process.getOutputStream().close();

        assertThat(process.waitFor()).isEqualTo(7);
        assertThat(Files.readAllLines(log)).containsExactly("runs", "interrupted");
    }

    @Test
    void shouldPassExitCodeOfWatchedProgram() throws Exception {
        ChildProcess child = ChildProcess.start(
                ChildCommand.watched("INT", List.of("/bin/sh", "-c", "exit 42"), folder), log, pidFile);

        assertThat(child.exit().get()).isEqualTo(42);
    }

    @Test
    void shouldNotReachChildByTheSignalsOfTheTerminal() throws Exception {
        ChildProcess child = start(ChildCommand.detached(List.of("/bin/sh", "-c", "echo runs; exec cat"), folder));

        // Field 6 of all, the fourth after the name, is the session; a leader gave it its own number.
        Path stat = Path.of("/proc", Long.toString(child.pid()), "stat");
        assumeTrue(Files.exists(stat), "only Linux shows the session in /proc");
        String afterName = Files.readString(stat).replaceFirst(".*\\) ", "");
        child.stop(Duration.ofSeconds(5));

        assertThat(afterName.split(" ", -1)[3]).isEqualTo(Long.toString(child.pid()));
    }

    @Test
    void shouldFindLeftoverByItsPidFileAndEndIt() throws Exception {
        ChildProcess child = start(ChildCommand.detached(
                List.of("/bin/sh", "-c", "trap '' TERM; echo runs; while :; do sleep 0.05; done"), folder));
        assertThat(pidFile.find()).map(ProcessHandle::pid).contains(child.pid());

        PidFile.endLeftovers(folder, Duration.ofMillis(100));

        await().atMost(Duration.ofSeconds(5)).until(() -> !child.isAlive());
        assertThat(pidFile.path()).doesNotExist();
    }

    @Test
    void shouldNotTakeAnotherProcessForTheLeftover() throws IOException {
        Files.writeString(pidFile.path(), "pid=" + ProcessHandle.current().pid() + "\nstarted=1000\n");

        assertThat(pidFile.find()).isEqualTo(Optional.empty());
    }

    private ChildProcess start(ProcessBuilder builder) throws IOException {
        ChildProcess child = ChildProcess.start(builder, log, pidFile);
        awaitRuns();
        return child;
    }

    private void awaitRuns() {
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> Files.exists(log) && Files.readString(log).startsWith("runs\n"));
    }
}
