package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run that is aborted is over, and makes room for another of the same range. */
@ExtendWith(SharedPipeline.class)
class AbortedRunIT {

    @TempDir
    private Path folder;

    @Test
    void shouldAbortARunThatIsNotResumed() throws Exception {
        List<String> generate = SmallRun.command("aborted-", "--commit", "700");
        assertThat(KilledCli.run(generate, SmallRun.MINERS + 1_700, folder)).isTrue();
        String id = runs("list").json().at("/runs/0/runId").textValue();

        Cli show = runs("show", id);
        assertThat(show.exitCode()).isEqualTo(1);
        assertThat(show.json().at("/runs/0/state").textValue()).isEqualTo("STARTED");
        int committed = show.json().at("/runs/0/committedRecords").intValue();
        assertThat(committed).isEqualTo(1_400);
        Cli abort = runs("abort", id);
        assertThat(abort.json().at("/runs/0/state").textValue()).isEqualTo("ABORTED");
        assertThat(runs("abort", id).err())
                .isEqualTo("minerstream runs abort: run " + id + ": must be unfinished, got a finished run\n");
        Cli again = Cli.run(generate.toArray(String[]::new));
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("run " + id + " wrote 1400 records", "aborted at");
        generate.add("--force");
        Cli forced = Cli.run(generate.toArray(String[]::new));
        assertThat(forced.exitCode()).as(forced.err()).isZero();
        assertThat(forced.json().at("/runId").textValue()).isNotEqualTo(id);
        assertThat(forced.json().at("/recordsResumed").intValue()).isZero();
        assertThat(forced.json().at("/recordsGenerated").intValue()).isEqualTo(SmallRun.RECORDS);
        Cli unknown = runs("show", "00000000");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err())
                .isEqualTo(
                        "minerstream runs show: run 00000000: is not known; `minerstream runs list` lists all runs\n");
    }

    private static Cli runs(String... arguments) {
        return Cli.run(Stream.of(
                        Stream.of("runs"),
                        Arrays.stream(arguments),
                        Stream.of("--output", "json", "--topic-prefix", "aborted-"),
                        SmallRun.addresses().stream())
                .flatMap(part -> part)
                .toArray(String[]::new));
    }
}
