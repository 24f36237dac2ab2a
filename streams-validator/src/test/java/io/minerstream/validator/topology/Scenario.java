package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.RunId;
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

    final RunId run;
    final Instant from;
    final int hours;
    final List<HostingMiner> roster = new ArrayList<>();
    final List<MinerTelemetry> telemetry = new ArrayList<>();
    final List<Watermark> watermarks = new ArrayList<>();

    Scenario(RunId run, Instant from, int hours, List<HostingMiner> fleet) {
        this.run = run;
        this.from = from;
        this.hours = hours;
        roster.addAll(fleet);
        for (int hour = 0; hour < hours; hour++) {
            for (HostingMiner miner : fleet) {
                telemetry.add(aTelemetry()
                        .miner(miner.getMinerId())
                        .status(miner.getStatus())
                        .at(at(hour))
                        .build());
            }
            watermarks.add(watermark(hour, fleet.size()));
        }
    }

    /** Miners 1 and 2 active, 3 in maintenance, 4 offline; a day from midnight. */
    static Scenario aDay() {
        return new Scenario(RUN, MIDNIGHT, 24, fleet());
    }

    static List<HostingMiner> fleet() {
        return List.of(
                aMiner(1).build(),
                aMiner(2).build(),
                aMiner(3).status("maintenance").build(),
                aMiner(4).status("offline").build());
    }

    Watermark watermark(int hour, long records) {
        return new Watermark(run.text(), SITE, from, from.plus(Duration.ofHours(hours)), 3600, at(hour), records, 0, 1);
    }

    Instant at(int hour) {
        return from.plus(Duration.ofHours(hour));
    }

    Scenario without(int miner, int hour) {
        telemetry.remove(indexOf(miner, hour));
        return this;
    }

    Scenario withoutMiner(int miner) {
        telemetry.removeIf(reading -> reading.getMinerId() == miner);
        return this;
    }

    Scenario doubled(int miner, int hour) {
        int index = indexOf(miner, hour);
        telemetry.add(index, MinerTelemetry.newBuilder(telemetry.get(index)).build());
        return this;
    }

    Scenario changed(int miner, int hour, UnaryOperator<TelemetryBuilder> change) {
        int index = indexOf(miner, hour);
        String status = roster.stream()
                .filter(entry -> entry.getMinerId() == miner)
                .map(HostingMiner::getStatus)
                .findFirst()
                .orElse("active");
        telemetry.set(
                index,
                change.apply(aTelemetry().miner(miner).status(status).at(at(hour)))
                        .build());
        return this;
    }

    /** Puts a reading right after the last one of its hour. */
    Scenario with(int hour, MinerTelemetry reading) {
        int index = 0;
        for (int i = 0; i < telemetry.size(); i++) {
            if (!telemetry.get(i).getRecordedAt().isAfter(at(hour))) {
                index = i + 1;
            }
        }
        telemetry.add(index, reading);
        return this;
    }

    private int indexOf(int miner, int hour) {
        for (int i = 0; i < telemetry.size(); i++) {
            MinerTelemetry reading = telemetry.get(i);
            if (reading.getMinerId() == miner && reading.getRecordedAt().equals(at(hour))) {
                return i;
            }
        }
        throw new IllegalArgumentException("no reading of miner " + miner + " at " + at(hour));
    }
}
