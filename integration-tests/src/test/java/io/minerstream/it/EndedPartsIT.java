package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.RunningStack;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An {@code up} of its own, of which a part ends. */
@Tag("long")
class EndedPartsIT {

    @TempDir
    private Path folder;

    private Path data;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void createDataDirectory() throws IOException {
        // PostgreSQL may run as another user, who must be able to enter.
        data = Files.createTempDirectory(
                "minerstream-ended",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    @AfterEach
    void stop() throws Exception {
        // The last that was started is the first to end.
        Collections.reverse(started);
        for (Process process : started) {
            process.destroy();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        }
        try (var files = Files.walk(data)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void shouldEndUpAndWhatWaitsForItWhenAPartEnds() throws Exception {
        Process up = up("first");
        Connections connections = Connections.embedded(RunningStack.find(data).orElseThrow(), TopicNames.DEFAULT);
        // The stream validator cannot go on without an input.
        try (Admin admin = connections.openAdmin()) {
            admin.deleteTopics(List.of(TopicNames.DEFAULT.watermarks())).all().get();
        }
        assertThat(up.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(up.exitValue()).isEqualTo(1);
        assertThat(errors("first"))
                .contains("; stopping the other parts ...", "minerstream up: validator: must keep running, stopped: ");

        up = up("second");
        Cli fleet = Cli.run("fleet", "init", "--miners", "20", "--data-dir", data.toString());
        assertThat(fleet.exitCode()).as(fleet.err()).isZero();
        Process generate = start("generate", "generate", "--rate", "10", "--data-dir", data.toString());
        await().atMost(Duration.ofMinutes(1)).until(() -> errors("generate").contains("generate and publish to Kafka"));
        part("broker").destroyForcibly();

        // The stack ends with its broker: which of the parts is missed first is chance.
        assertThat(generate.waitFor(1, TimeUnit.MINUTES)).as("generate ends").isTrue();
        assertThat(errors("generate"))
                .containsPattern("minerstream generate: .* at .*must answer")
                .doesNotContain("ERROR");
        assertThat(generate.exitValue()).isEqualTo(3);
        assertThat(up.waitFor(1, TimeUnit.MINUTES)).as("up ends").isTrue();
        assertThat(errors("second"))
                .contains("broker: must keep running, ended with exit code 137; its log is " + data)
                .contains("minerstream up: broker: must keep running, ended with exit code 137; its log ");
        assertThat(up.exitValue()).isEqualTo(1);
    }

    @Test
    void shouldSayThatTheRegistryIsFrozenAtMidnightAndGoOn() throws Exception {
        up("up");
        Cli fleet = Cli.run("fleet", "init", "--miners", "2", "--data-dir", data.toString());
        assertThat(fleet.exitCode()).as(fleet.err()).isZero();
        // A day in 6 s.
        Process live = start("live", "live", "--speed", "14400", "--output", "json", "--data-dir", data.toString());
        await().atMost(Duration.ofMinutes(1)).until(() -> timePoints() > 0);

        signal("STOP", part("registry"));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> errors("live").contains("schema registry [http://127.0.0.1:"));
        long before = timePoints();
        assertThat(live.isAlive()).as(errors("live")).isTrue();

        signal("CONT", part("registry"));
        await().atMost(Duration.ofMinutes(1)).until(() -> timePoints() > before + 24);
        live.destroy();
        assertThat(live.waitFor()).isEqualTo(143);
    }

    private long timePoints() throws IOException {
        return Files.readString(folder.resolve("live.out")).lines().count();
    }

    private static void signal(String signal, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private Process up(String name) throws IOException {
        Process up = start(name, "up", "--data-dir", data.toString());
        await().atMost(Duration.ofMinutes(3))
                .until(() -> !up.isAlive()
                        || Files.readString(folder.resolve(name + ".out")).contains("minerstream fleet init"));
        assertThat(up.isAlive()).as(errors(name)).isTrue();
        return up;
    }

    private Process start(String name, String... arguments) throws IOException {
        List<String> command = Cli.java(folder, JavaProgram.stackOptions().toArray(String[]::new));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
        started.add(process);
        return process;
    }

    private String errors(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".err"));
    }

    private ProcessHandle part(String name) throws IOException {
        Properties pid = new Properties();
        try (Reader file = Files.newBufferedReader(data.resolve("pids").resolve(name + ".pid"))) {
            pid.load(file);
        }
        return ProcessHandle.of(Long.parseLong(pid.getProperty("pid"))).orElseThrow();
    }
}
