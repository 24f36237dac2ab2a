package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Readings that are not an hour apart, from the command to the topic, the table and the checks. */
@ExtendWith(SharedPipeline.class)
class IntervalIT {

    private static final String SITE = "84";
    private static final int MINERS = 40;
    private static final int TIME_POINTS = 24;

    @BeforeAll
    static void generate() {
        Cli init = Cli.onSharedPipeline(
                "fleet", "init", "--site-id", SITE, "--miners", "" + MINERS, "--first-miner-id", "840000");
        assertThat(init.exitCode()).as(init.err()).isZero();
        Cli run = Cli.onSharedPipeline(
                "generate",
                "--site-id",
                SITE,
                "--interval",
                "15m",
                "--from",
                "2026-05-01T00:15:00Z",
                "--hours",
                "6",
                "--output",
                "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.json().get("hours").intValue()).isEqualTo(6);
        assertThat(run.json().get("intervalSeconds").intValue()).isEqualTo(900);
        assertThat(run.json().get("timePoints").intValue()).isEqualTo(TIME_POINTS);
        assertThat(run.json().get("recordsGenerated").longValue()).isEqualTo(MINERS * TIME_POINTS);
        assertThat(run.json().get("lastTimePoint").textValue()).isEqualTo("2026-05-01T06:00:00Z");
        assertThat(run.json().get("rowsInWarehouse").longValue()).isEqualTo(MINERS * TIME_POINTS);
        assertThat(run.json().at("/verdict/passed").booleanValue()).isTrue();
        assertThat(run.json().at("/verdict/receivedRecords").longValue()).isEqualTo(MINERS * TIME_POINTS);
    }

    private static Cli verify(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "verify", "--site-id", SITE, "--from", "2026-05-01T00:15:00Z", "--hours", "6", "--output", "json"));
        arguments.addAll(List.of(more));
        return Cli.onSharedPipeline(arguments.toArray(String[]::new));
    }

    @Test
    void shouldFindTheIntervalOfTheRunAndPassEveryCheck() {
        Cli checks = verify();

        assertThat(checks.exitCode()).as(checks.out()).isZero();
        assertThat(checks.json().get("intervalSeconds").intValue()).isEqualTo(900);
        assertThat(checks.json().get("expectedRecords").longValue()).isEqualTo(MINERS * TIME_POINTS);
    }

    @Test
    void shouldFindTheIntervalWithoutARangeToo() {
        Cli checks = Cli.onSharedPipeline("verify", "--site-id", SITE, "--output", "json");

        assertThat(checks.json().get("intervalSeconds").intValue()).isEqualTo(900);
        assertThat(checks.json().get("from").textValue()).isEqualTo("2026-04-30T06:15:00Z");
        assertThat(checks.json().get("to").textValue()).isEqualTo("2026-05-01T06:15:00Z");
    }

    @Test
    void shouldSayTheIntervalInBothLanguages() {
        assertThat(Cli.onSharedPipeline("verify", "--site-id", SITE, "--from", "2026-05-01T00:15:00Z", "--hours", "6")
                        .out())
                .contains("✅ PASS: all miners have 24 records", "✅ PASS: all records are 15 min apart");
        assertThat(Cli.onSharedPipeline(
                                "verify",
                                "--site-id",
                                SITE,
                                "--from",
                                "2026-05-01T00:15:00Z",
                                "--hours",
                                "6",
                                "--lang",
                                "zh")
                        .out())
                .contains("✅ PASS：所有矿机都有24条记录", "✅ PASS：所有记录的时间间隔都是15分钟");
    }

    @Test
    void shouldFailTheChecksOfAnotherInterval() {
        Cli checks = verify("--interval", "5m");

        assertThat(checks.exitCode()).isEqualTo(1);
        Set<String> failed = StreamSupport.stream(checks.json().get("checks").spliterator(), false)
                .filter(check -> check.get("outcome").textValue().equals("fail"))
                .map(check -> check.get("check").textValue())
                .collect(Collectors.toSet());
        assertThat(failed).containsExactlyInAnyOrder("record_count", "cadence");
    }

    @Test
    void shouldCompareEveryRowOfTableAndTopic() {
        Cli table = Cli.onSharedPipeline("verify", "--site-id", SITE, "--exact", "--output", "json");
        Cli topic = Cli.onSharedPipeline("verify", "--site-id", SITE, "--exact", "--topic", "--output", "json");
        Cli described = Cli.onSharedPipeline(
                "verify",
                "--site-id",
                SITE,
                "--exact",
                "--seed",
                "42",
                "--interval",
                "15m",
                "--from",
                "2026-05-01T00:15:00Z",
                "--hours",
                "6",
                "--output",
                "json");

        for (Cli comparison : List.of(table, topic, described)) {
            assertThat(comparison.exitCode())
                    .as(comparison.out() + comparison.err())
                    .isZero();
            assertThat(comparison.json().get("equal").longValue()).isEqualTo(MINERS * TIME_POINTS);
        }
    }
}
