package io.minerstream.producer.replay;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetBuilder;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.GeneratedReading;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.miner.TelemetryRow;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Small runs and their rows. */
final class ReplayRuns {

    static final int SITE = 5;
    static final Instant FROM = Instant.parse("2026-03-01T05:00:00Z");

    private ReplayRuns() {}

    /** Miners 10, 20, 30 ..., of all statuses. */
    static Fleet fleet(int miners) {
        String[] statuses = {"active", "maintenance", "offline"};
        FleetBuilder fleet = Fleet.builder(SITE);
        for (int i = 0; i < miners; i++) {
            fleet.add(10 * (i + 1), "SN-" + i, null, 200 + i, 3500, statuses[i % statuses.length]);
        }
        return fleet.build();
    }

    static RunSpec spec(int hours) {
        return new RunSpec(
                new RunId("replay01"),
                SITE,
                TimeRange.hourly(FROM, FROM.plus(Duration.ofHours(hours))),
                42,
                SignalProfile.REALISTIC,
                10_000,
                false);
    }

    static RunReplay run(int miners, int hours) {
        return RunReplay.of(spec(hours), fleet(miners));
    }

    /** All rows, by miner and time. */
    static List<TelemetryRow> rows(RunReplay run) {
        List<TelemetryRow> rows = new ArrayList<>();
        for (int index = 0; index < run.miners(); index++) {
            for (int timePoint = 0; timePoint < run.timePoints(); timePoint++) {
                rows.add(row(run, index, timePoint));
            }
        }
        return rows;
    }

    static TelemetryRow row(RunReplay run, int index, int timePoint) {
        GeneratedReading reading = run.reading(index, timePoint);
        return new TelemetryRow(
                reading.minerId(),
                run.timeOf(timePoint),
                reading.hashrateTh(),
                reading.powerW(),
                reading.temperatureC(),
                reading.fanRpm() == null ? null : (long) reading.fanRpm(),
                reading.acceptedShares(),
                reading.rejectedShares());
    }

    static TelemetryRow withHashrate(TelemetryRow row, Double hashrateTh) {
        return new TelemetryRow(
                row.minerId(),
                row.recordedAt(),
                hashrateTh,
                row.powerW(),
                row.temperatureC(),
                row.fanRpm(),
                row.acceptedShares(),
                row.rejectedShares());
    }

    static TelemetryRow moved(TelemetryRow row, int minerId, Instant recordedAt) {
        return new TelemetryRow(
                minerId,
                recordedAt,
                row.hashrateTh(),
                row.powerW(),
                row.temperatureC(),
                row.fanRpm(),
                row.acceptedShares(),
                row.rejectedShares());
    }
}
