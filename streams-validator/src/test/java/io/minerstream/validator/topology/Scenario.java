package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.validator.TelemetryBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A clean run of a small fleet over one partition, and what a tamperer between producer and validator makes of it. */
final class Scenario {

    static final int SITE = 5;
    static final RunId RUN = new RunId("run00001");
    static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");

    final RunHeader run;
    final Instant from;
    final int points;
    final List<RosterRecord> roster = new ArrayList<>();
    final List<MinerTelemetry> telemetry = new ArrayList<>();
    final List<Watermark> watermarks = new ArrayList<>();

    /** An hourly run. */
    Scenario(RunId run, Instant from, int hours, List<HostingMiner> fleet) {
        this(new RunHeader(run, TimeRange.HOURLY), from, hours, fleet);
    }

    Scenario(RunHeader run, Instant from, int points, List<HostingMiner> fleet) {
        this.run = run;
        this.from = from;
        this.points = points;
        fleet.forEach(miner -> roster.add(RosterRecord.of(miner)));
        for (int point = 0; point < points; point++) {
            for (HostingMiner miner : fleet) {
                telemetry.add(aTelemetry()
                        .miner(miner.getMinerId())
                        .status(miner.getStatus())
                        .at(at(point))
                        .build());
            }
            watermarks.add(watermark(point, fleet.size()));
        }
    }

    /** Miners 1 and 2 active, 3 in maintenance, 4 offline; a day from midnight. */
    static Scenario aDay() {
        return new Scenario(RUN, MIDNIGHT, 24, fleet());
    }

    /** As {@link #aDay()}, with readings every five minutes. */
    static Scenario aDayOfFiveMinutes() {
        return new Scenario(new RunHeader(RUN, Duration.ofMinutes(5)), MIDNIGHT, 288, fleet());
    }

    static List<HostingMiner> fleet() {
        return List.of(
                aMiner(1).build(),
                aMiner(2).build(),
                aMiner(3).status("maintenance").build(),
                aMiner(4).status("offline").build());
    }

    Watermark watermark(int point, long records) {
        int seconds = (int) run.interval().toSeconds();
        return new Watermark(run.run().text(), SITE, from, at(points), seconds, at(point), records, 0, 1);
    }

    Instant at(int point) {
        return from.plus(run.interval().multipliedBy(point));
    }

    /** The miner has another status from a time point on, and sends accordingly; the roster says so. */
    Scenario statusFrom(int miner, int point, String status) {
        roster.add(new RosterRecord(aMiner(miner).status(status).build(), at(point)));
        for (int i = 0; i < telemetry.size(); i++) {
            MinerTelemetry reading = telemetry.get(i);
            if (reading.getMinerId() == miner && !reading.getRecordedAt().isBefore(at(point))) {
                telemetry.set(
                        i,
                        aTelemetry()
                                .miner(miner)
                                .status(status)
                                .at(reading.getRecordedAt())
                                .build());
            }
        }
        return this;
    }

    /** The hashrate is stuck at a time point, at the same value as at any other that is; a stopped miner's stays 0. */
    Scenario stuck(int miner, int point) {
        MinerTelemetry reading = telemetry.get(indexOf(miner, point));
        reading.setHashrate(reading.getHashrate() == 0 ? 0 : Math.floor(reading.getHashrate()) + 0.25);
        return this;
    }

    Scenario without(int miner, int point) {
        telemetry.remove(indexOf(miner, point));
        return this;
    }

    Scenario withoutMiner(int miner) {
        telemetry.removeIf(reading -> reading.getMinerId() == miner);
        return this;
    }

    Scenario duplicated(int miner, int point) {
        int index = indexOf(miner, point);
        telemetry.add(index, MinerTelemetry.newBuilder(telemetry.get(index)).build());
        return this;
    }

    Scenario changed(int miner, int point, UnaryOperator<TelemetryBuilder> change) {
        String status = "active";
        for (RosterRecord entry : roster) {
            if (entry.miner().getMinerId() == miner && !entry.validFrom().isAfter(at(point))) {
                status = entry.miner().getStatus();
            }
        }
        telemetry.set(
                indexOf(miner, point),
                change.apply(aTelemetry().miner(miner).status(status).at(at(point)))
                        .build());
        return this;
    }

    /** Puts a reading right after the last one of its time point. */
    Scenario with(int point, MinerTelemetry reading) {
        int index = 0;
        for (int i = 0; i < telemetry.size(); i++) {
            if (!telemetry.get(i).getRecordedAt().isAfter(at(point))) {
                index = i + 1;
            }
        }
        telemetry.add(index, reading);
        return this;
    }

    private int indexOf(int miner, int point) {
        for (int i = 0; i < telemetry.size(); i++) {
            MinerTelemetry reading = telemetry.get(i);
            if (reading.getMinerId() == miner && reading.getRecordedAt().equals(at(point))) {
                return i;
            }
        }
        throw new IllegalArgumentException("no reading of miner " + miner + " at " + at(point));
    }
}
