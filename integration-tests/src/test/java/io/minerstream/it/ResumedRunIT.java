package io.minerstream.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.topic.TopicNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed and started again, and runs in shards, leave the very records of a run in one piece. */
@ExtendWith(SharedPipeline.class)
class ResumedRunIT {

    private static final int KILLS = 20;

    /** Enough that two threads send the readings of one commit batch. */
    private static final int MINERS = 1_000;

    private static final int HOURS = 30;
    private static final int RECORDS = MINERS * HOURS;

    @TempDir
    private Path folder;

    @Test
    void shouldWriteEachReadingOnceWhenKilledAgainAndAgain() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> killed = command("killed-", "--commit", "700", "--threads", "2");
        for (int kill = 0; kill < KILLS; kill++) {
            // Short enough that all kills hit: the remaining records are never fewer.
            int readings = 1 + random.nextInt(RECORDS / KILLS - 100);
            // The first start writes the roster before.
            int acknowledged = kill == 0 ? MINERS + readings : readings;
            assertThat(KilledCli.run(killed, acknowledged, folder))
                    .as("kill %d after %d records, seed %d", kill, acknowledged, seed)
                    .isTrue();
        }
        Cli last = Cli.run(killed.toArray(String[]::new));
        Cli whole = Cli.run(command("whole-", "--threads", "1").toArray(String[]::new));

        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        assertThat(readings("killed-"))
                .as("seed %d", seed)
                .hasSize(RECORDS)
                .containsExactlyElementsOf(readings("whole-"));
    }

    @Test
    void shouldWriteTheSameRecordsInOneTwoAndSevenShards() {
        for (String shards : List.of("1", "2", "7")) {
            for (int shard = 0; shard < Integer.parseInt(shards); shard++) {
                Cli part = Cli.run(command(
                                "of" + shards + "-",
                                "--partitions",
                                "7",
                                "--profile",
                                "realistic",
                                "--shard",
                                shard + "/" + shards)
                        .toArray(String[]::new));
                assertThat(part.exitCode()).as(part.err()).isZero();
            }
        }

        List<String> whole = readings("of1-");
        assertThat(whole).hasSize(RECORDS);
        assertThat(readings("of2-")).isEqualTo(whole);
        assertThat(readings("of7-")).isEqualTo(whole);
    }

    @Test
    void shouldAbortARunThatIsNotResumed() throws Exception {
        List<String> generate = command("aborted-", "--commit", "700");
        assertThat(KilledCli.run(generate, MINERS + 1_700, folder)).isTrue();
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
        assertThat(forced.json().at("/recordsGenerated").intValue()).isEqualTo(RECORDS);
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
                        addresses().stream())
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    private static List<String> command(String prefix, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "generate",
                "--miners",
                Integer.toString(MINERS),
                "--site-id",
                "401",
                "--from",
                "2026-05-01T00:00:00Z",
                "--hours",
                Integer.toString(HOURS),
                "--no-wait",
                "--output",
                "json",
                "--topic-prefix",
                prefix));
        command.addAll(List.of(more));
        command.addAll(addresses());
        return command;
    }

    /** Kafka and the registry alone: with a warehouse, the miners would have to be in it. */
    private static List<String> addresses() {
        return SharedPipeline.options().subList(0, 4);
    }

    /** All that the committed readings say, sorted. */
    private static List<String> readings(String prefix) {
        return RawTopic.read(SharedPipeline.connections(), new TopicNames(prefix).telemetry()).stream()
                .map(ResumedRunIT::contents)
                .sorted()
                .toList();
    }

    private static String contents(ConsumerRecord<byte[], byte[]> record) {
        HexFormat hex = HexFormat.of();
        return "%d at %d: %s = %s, run %s"
                .formatted(
                        record.partition(),
                        record.timestamp(),
                        hex.formatHex(record.key()),
                        // Behind the schema id: the subjects of two prefixes may have two.
                        hex.formatHex(record.value(), 5, record.value().length),
                        new String(record.headers().lastHeader("run").value(), UTF_8));
    }
}
