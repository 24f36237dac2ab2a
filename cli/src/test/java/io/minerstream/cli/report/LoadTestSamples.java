package io.minerstream.cli.report;

import io.minerstream.pipeline.load.LoadSearchOutcome;
import io.minerstream.pipeline.load.LoadTestOutcome;
import io.minerstream.pipeline.load.LoadTestPlan;
import io.minerstream.pipeline.load.lag.GroupSample;
import io.minerstream.pipeline.load.lag.LoadMeter;
import io.minerstream.pipeline.load.lag.LoadSample;
import io.minerstream.pipeline.load.lag.PartitionLag;
import io.minerstream.pipeline.load.lag.Percentiles;
import io.minerstream.pipeline.load.search.Bottleneck;
import io.minerstream.pipeline.load.search.MaxRate;
import io.minerstream.pipeline.load.search.ProbeVerdict;
import io.minerstream.pipeline.load.search.RateProbe;
import io.minerstream.pipeline.load.search.RateSearch;
import io.minerstream.pipeline.load.search.RateSearch.Step;
import io.minerstream.pipeline.load.search.Slope;
import io.minerstream.pipeline.load.verdict.GroupVerdict;
import io.minerstream.pipeline.load.verdict.LagBreach;
import io.minerstream.pipeline.load.verdict.LagLimits;
import io.minerstream.pipeline.load.verdict.LoadLimit;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.load.LoadListener;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Load tests with everything that a report can say. */
final class LoadTestSamples {

    private static final Instant FROM = Instant.parse("2026-11-28T12:00:00Z");
    private static final RunSpec RUN = new RunSpec(
            new RunId("6vj7qhw8"),
            930,
            new TimeRange(FROM, FROM.plusSeconds(60), Duration.ofSeconds(1)),
            42,
            SignalProfile.REALISTIC,
            65536,
            10_000,
            false,
            CommitPolicy.parse("none"),
            Shard.ALL);

    /** What all were made with. */
    static final LoadTestSetup SETUP = new LoadTestSetup(
            Map.of("--group", "billing", "--rate", "constant:5000", "--duration", "1m", "--max-lag", "2s"),
            new LoadTestSetup.Versions("0.1.0", "4.3.1", "17.0.17", "Linux amd64", 2));

    private LoadTestSamples() {}

    private static LoadSample sample(String group) {
        return new LoadSample(
                Duration.ofMillis(61_250),
                300_000,
                new LoadMeter.Snapshot(300_000, 299_000, 299_000, 0, Duration.ofMillis(1), Duration.ZERO),
                List.of(new GroupSample(
                        group,
                        "Stable",
                        2,
                        true,
                        List.of(
                                new PartitionLag(0, OptionalLong.of(149_500), 500, Duration.ofMillis(90)),
                                new PartitionLag(1, OptionalLong.empty(), 149_000, Duration.ofMillis(61_200))))),
                Map.of(group, percentiles(2_500, 400)));
    }

    private static Percentiles percentiles(long readings, long millis) {
        return new Percentiles(
                readings,
                Duration.ofMillis(millis),
                Duration.ofMillis(2 * millis),
                Duration.ofMillis(3 * millis),
                Duration.ofMillis(4 * millis),
                Duration.ofMillis(5 * millis));
    }

    /** A group that broke both limits, at its end. */
    static LoadTestOutcome failed() {
        return failed("billing");
    }

    /** The same with another name. */
    static LoadTestOutcome failed(String group) {
        return outcome(
                group,
                true,
                Optional.empty(),
                7,
                new GroupVerdict(
                        group,
                        List.of(
                                new LagBreach(
                                        LagBreach.Limit.LAG,
                                        Duration.ofSeconds(9),
                                        Duration.ofSeconds(52),
                                        Duration.ofSeconds(61),
                                        1,
                                        Duration.ofMillis(61_200),
                                        149_500),
                                new LagBreach(
                                        LagBreach.Limit.READINGS,
                                        Duration.ofSeconds(5),
                                        Duration.ofSeconds(56),
                                        Duration.ofSeconds(61),
                                        1,
                                        Duration.ofMillis(61_200),
                                        149_500)),
                        149_500,
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofMillis(61_200),
                        149_500,
                        Duration.ofSeconds(5),
                        2,
                        1,
                        percentiles(149_500, 400)),
                List.of(sample(group)));
    }

    /** A group that kept up. */
    static LoadTestOutcome passed() {
        return outcome("billing", true, Optional.empty(), 0, kept(), List.of());
    }

    /** A load that was not what was asked for, and ended early. */
    static LoadTestOutcome undecided() {
        return outcome("billing", false, Optional.of(LoadLimit.GENERATOR), 0, kept(), List.of());
    }

    /** A search that found a rate. */
    static LoadSearchOutcome found() {
        Bottleneck bottleneck = new Bottleneck(Bottleneck.Kind.PARTITION, Optional.of("billing"), Optional.of(1));
        return new LoadSearchOutcome(
                List.of("billing"),
                "miner-telemetry",
                Instant.parse("2026-11-29T12:00:00Z"),
                Duration.ofMillis(421_500),
                true,
                new MaxRate(
                        190.5,
                        true,
                        Optional.of(bottleneck),
                        List.of(
                                new RateProbe(
                                        new Step(200, RateSearch.Kind.DOUBLING, false),
                                        ProbeVerdict.TOO_MUCH,
                                        Duration.ofSeconds(25),
                                        Optional.of(new Slope(0.25, 0.125, 0.5)),
                                        Optional.of(bottleneck)),
                                new RateProbe(
                                        new Step(190.5, RateSearch.Kind.CONFIRMATION, true),
                                        ProbeVerdict.SUSTAINED,
                                        Duration.ofSeconds(95),
                                        Optional.empty(),
                                        Optional.empty()))),
                Optional.of(new LoadSearchOutcome.Spike(
                        381, Duration.ofMinutes(1), Duration.ofMillis(30_500), Optional.empty())),
                new LoadSearchOutcome.Timeline(
                        List.of(Duration.ofSeconds(1), Duration.ofMillis(40_500), Duration.ofSeconds(140)),
                        List.of(
                                new LoadSample(
                                        Duration.ofSeconds(1),
                                        0,
                                        new LoadMeter.Snapshot(0, 0, 0, 0, Duration.ZERO, Duration.ZERO),
                                        List.of(),
                                        Map.of()),
                                sample("billing"))));
    }

    private static GroupVerdict kept() {
        return new GroupVerdict(
                "billing",
                List.of(),
                0,
                Optional.of(Duration.ofMillis(850)),
                Optional.of(Duration.ofSeconds(35)),
                Duration.ofMillis(620),
                3_100,
                Duration.ofSeconds(1),
                3,
                0,
                percentiles(300_000, 40));
    }

    private static LoadTestOutcome outcome(
            String name,
            boolean complete,
            Optional<LoadLimit> limit,
            long foreign,
            GroupVerdict group,
            List<LoadSample> samples) {
        return new LoadTestOutcome(
                new LoadTestPlan(
                        List.of(name),
                        RateProfile.parse("5000"),
                        Duration.ofMinutes(1),
                        1_000_000,
                        Duration.ofSeconds(10),
                        Optional.empty(),
                        new LagLimits(Optional.of(Duration.ofSeconds(2)), Optional.of(10_000L)),
                        true,
                        new SyntheticFleet(5, 930, 42).load(),
                        Optional.of(0.5),
                        Optional.empty(),
                        range -> RUN),
                RUN,
                "miner-telemetry",
                Instant.parse("2026-11-29T12:00:00Z"),
                Duration.ofMinutes(1),
                complete,
                300_000,
                new LoadListener.History(1_000_000, 4_100_000_000L),
                new LoadMeter.Snapshot(300_000, 299_000, 299_000, 0, Duration.ofMillis(1), Duration.ZERO),
                percentiles(300_000, 1),
                percentiles(299_000, 10),
                limit,
                Optional.of(new LoadTestOutcome.OtherReadings(100_000, 99_000)),
                foreign,
                List.of(group),
                samples);
    }
}
