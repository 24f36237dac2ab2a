package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.pipeline.fleet.LoadedFleets;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins the whole JSON document of each command: programs read it. */
class JsonDocumentsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<Arguments> documents() {
        return Stream.of(
                arguments("demo", RunDocument.of(SampleResults.demo())),
                arguments(
                        "demo-faults",
                        FaultsDocument.of(DrillSamples.failed(), SampleResults.stack(), Duration.ofMillis(12_345))),
                arguments("generate", RunDocument.of(SampleResults.generate())),
                arguments("generate-dry-run", RunPreviewDocument.of(SampleResults.preview())),
                arguments("up", SampleResults.stack()),
                arguments("sink-status", SampleResults.connectors()),
                arguments("sink-deploy", SampleResults.deployed()),
                arguments("sink-lag", SampleResults.lags()),
                arguments("sink-ddl", SchemaDocument.of(SampleResults.tables(), false, true)),
                arguments("fleet-init", Map.of("sites", List.of(SampleResults.initialized()))),
                arguments("fleet-list", Map.of("sites", SampleResults.sites())),
                arguments(
                        "fleet-load",
                        new LoadedFleets(
                                SampleResults.sites(),
                                Optional.of(SampleResults.seededFleet()),
                                Optional.of(SampleResults.seededSchedule()))),
                arguments(
                        "fleet-load-schedule",
                        new LoadedFleets(List.of(), Optional.empty(), Optional.of(SampleResults.seededSchedule()))),
                arguments("fleet-publish", Map.of("sites", SampleResults.published())),
                arguments("verify", SampleResults.brokenChecks()),
                arguments("verify-exact", SampleResults.exact()),
                arguments("verify-exact-described", SampleResults.described()),
                arguments("replay", ReplayDocument.of(ReplaySamples.outcome())),
                arguments("replay-dry-run", ReplayDocument.of(ReplaySamples.plan())),
                arguments("regenerate", RegenerationDocument.of(ReplaySamples.regenerated())),
                arguments("regenerate-dry-run", RegenerationDocument.of(ReplaySamples.regenerationPlan())),
                arguments("load-test", LoadTestDocument.of(LoadTestSamples.failed(), LoadTestSamples.SETUP)),
                arguments("load-search", LoadSearchDocument.of(LoadTestSamples.found(), LoadTestSamples.SETUP)),
                arguments("load-clean", LoadRemainsTextTest.BLOCKED),
                arguments("runs", RunsDocument.of(List.of(SampleResults.run()))),
                arguments("seed-strategies", StrategyDocument.of(SampleResults.strategies())),
                arguments("strategies-list", StrategyDocument.ofEntries(SampleResults.entries())),
                arguments("live", LiveDocument.timePoint(SampleResults.timePoint(Optional.of(Duration.ofMillis(350))))),
                arguments("live-history", LiveDocument.timePoint(SampleResults.timePoint(Optional.empty()))),
                arguments(
                        "failure",
                        new FailureDocument(
                                FailureDocument.Kind.USAGE,
                                2,
                                "2 errors",
                                List.of("one", "two"),
                                List.of("Try this."))),
                arguments("live-end", LiveDocument.end(SampleResults.LIVE, SampleResults.stopped())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void shouldPrintTheDocumentThatProgramsKnow(String name, Object document) throws IOException {
        try (InputStream known = getClass().getResourceAsStream("json/" + name + ".json")) {
            assertThat(MAPPER.readTree(Json.pretty(document))).isEqualTo(MAPPER.readTree(known));
        }
    }
}
