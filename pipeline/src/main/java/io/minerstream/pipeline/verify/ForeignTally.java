package io.minerstream.pipeline.verify;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.pipeline.verify.ForeignRecords.ForeignRecord;
import io.minerstream.pipeline.verify.ForeignRecords.Kind;
import io.minerstream.producer.replay.RunReplay;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Header;

/** Counts records that belong to no known run. Not thread-safe. */
final class ForeignTally {

    private final RunReplay run;
    private final Predicate<RunId> isKnown;
    private final int listed;
    private final List<ForeignRecord> first = new ArrayList<>();
    private long count;

    /** Thousands of records in a row have the same header. */
    private byte[] lastHeader;

    private boolean lastKnown;

    /**
     * @param isKnown whether there is a run of this id
     * @param listed most records to keep, at least 0
     */
    ForeignTally(RunReplay run, Predicate<RunId> isKnown, int listed) {
        this.run = run;
        this.isKnown = isKnown;
        this.listed = listed;
    }

    /** @param header the last one of name {@link RunHeader#NAME}; null for none */
    boolean isForeign(Header header) {
        if (header == null) {
            return true;
        }
        if (!Arrays.equals(header.value(), lastHeader)) {
            lastHeader = header.value();
            lastKnown = runOf(lastHeader).filter(isKnown).isPresent();
        }
        return !lastKnown;
    }

    private static Optional<RunId> runOf(byte[] header) {
        try {
            return RunHeader.parse(header).map(RunHeader::run);
        } catch (IllegalArgumentException e) {
            // No run has such an interval.
            return Optional.empty();
        }
    }

    /** Takes a foreign record that can be read. */
    void accept(MinerTelemetry value, String where) {
        Instant time = value.getRecordedAt();
        if (run.indexOf(value.getMinerId()) < 0 || time.isBefore(run.from()) || !time.isBefore(run.to())) {
            return;
        }
        add(run.timePointAt(time) < 0 ? Kind.OFF_INTERVAL : Kind.SAME_KEY, value.getMinerId(), time, where);
    }

    /**
     * Takes a foreign record that cannot be read.
     *
     * @param minerId of its key; null for none
     */
    void unreadable(Integer minerId, Instant timestamp, String where) {
        if (minerId == null || run.indexOf(minerId) >= 0) {
            add(Kind.UNREADABLE, minerId, timestamp, where);
        }
    }

    private void add(Kind kind, Integer minerId, Instant time, String where) {
        count++;
        if (first.size() < listed) {
            first.add(new ForeignRecord(kind, minerId, time, where));
        }
    }

    ForeignRecords result(boolean allowed) {
        return new ForeignRecords(count, allowed, first);
    }
}
