package io.minerstream.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.schemas.run.RunId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run of one site that two generators write, half of the partitions each. */
final class ShardedRun implements AutoCloseable {

    private static final int SHARDS = 2;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Pipeline pipeline;
    private final int siteId;
    private final Set<String> earlier;
    private final List<Command> generators = new ArrayList<>();
    private final int miners;
    private final int hours;

    private ShardedRun(Pipeline pipeline, int siteId, int miners, int hours) {
        this.pipeline = pipeline;
        this.siteId = siteId;
        this.miners = miners;
        this.hours = hours;
        this.earlier = pipeline.runs().combinedOf(siteId).stream()
                .map(SimulationRun::getRunId)
                .collect(Collectors.toSet());
    }

    /**
     * Starts both generators, of a site whose table has no readings.
     *
     * @param miners of the site
     * @param hours of the run, from a fixed day on
     * @param more options of {@code generate}
     */
    static ShardedRun start(Pipeline pipeline, int siteId, int miners, int hours, String... more) throws SQLException {
        pipeline.warehouse().deleteReadings(siteId);
        ShardedRun run = new ShardedRun(pipeline, siteId, miners, hours);
        try {
            for (int shard = 0; shard < SHARDS; shard++) {
                run.generators.add(pipeline.start(command(siteId, hours, shard, more)));
            }
            return run;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    private static String[] command(int siteId, int hours, int shard, String... more) {
        return Stream.concat(
                        Stream.of(
                                "generate",
                                "--site-id",
                                Integer.toString(siteId),
                                "--from",
                                "2026-06-01T00:00:00Z",
                                "--hours",
                                Integer.toString(hours),
                                "--profile",
                                "reference",
                                "--force",
                                "--shard",
                                shard + "/" + SHARDS,
                                "--output",
                                "json"),
                        Arrays.stream(more))
                .toArray(String[]::new);
    }

    /** Readings of the whole run. */
    long readings() {
        return (long) miners * hours;
    }

    /** Waits until a part of the readings is committed. */
    void awaitCommitted(double part) {
        await(String.format(Locale.ROOT, "%.0f %% of the run committed", part * 100))
                .atMost(LIMIT)
                .until(() -> committed() >= part * readings());
    }

    private long committed() {
        return pipeline.runs().combinedOf(siteId).stream()
                .filter(run -> !earlier.contains(run.getRunId()))
                .mapToLong(RunHistory::committed)
                .sum();
    }

    /** Waits until both generators have ended well, and everything has landed. */
    RunId awaitLanded() {
        Set<String> ids = generators.stream()
                .map(generator ->
                        generator.await().requireSuccess().json().get("runId").textValue())
                .collect(Collectors.toSet());
        assertThat(ids).as("run of both shards").hasSize(1);
        pipeline.warehouse().awaitReadings(siteId, readings(), LIMIT);
        return new RunId(ids.iterator().next());
    }

    /** The verdicts over the run, without what no two runs have in common. */
    List<WindowVerdict> verdicts(RunId id) throws TimeoutException {
        int windows = (hours + 23) / 24;
        return pipeline.verdicts().await(id, windows, LIMIT, (found, waited) -> {}).stream()
                .map(verdict -> WindowVerdict.newBuilder(verdict)
                        .setRunId("")
                        .setDecidedAt(verdict.getWindowEnd())
                        .build())
                .toList();
    }

    @Override
    public void close() {
        generators.forEach(Command::close);
    }
}
