package io.minerstream.producer.replay;

import io.minerstream.producer.replay.RowMismatch.Kind;
import io.minerstream.schemas.miner.TelemetryRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Counts of a comparison, and the first offenders. Not thread-safe. */
final class Tally {

    private final RunReplay run;
    private final int listed;
    private final List<RowMismatch> offenders = new ArrayList<>();
    private long equal;
    private long missing;
    private long extra;
    private long different;

    /** @param listed most offenders to keep, at least 0 */
    Tally(RunReplay run, int listed) {
        if (listed < 0) {
            throw new IllegalArgumentException("offenders: must be at least 0, got " + listed);
        }
        this.run = run;
        this.listed = listed;
    }

    void equal() {
        equal++;
    }

    void different(TelemetryRow row, List<FieldDifference> fields, String where) {
        different++;
        list(Kind.DIFFERENT, row.minerId(), row.recordedAt(), fields, where);
    }

    void extra(TelemetryRow row, String where) {
        extra++;
        list(Kind.EXTRA, row.minerId(), row.recordedAt(), List.of(), where);
    }

    /** @param fields in which it differs from the generated row; may be empty */
    void duplicate(TelemetryRow row, List<FieldDifference> fields, String where) {
        extra++;
        list(Kind.DUPLICATE, row.minerId(), row.recordedAt(), fields, where);
    }

    /** The right row of a miner and time of which a different one has been counted: that one is one too many. */
    void equalAfterDifferent(TelemetryRow row) {
        different--;
        extra++;
        equal++;
        offenders.replaceAll(offender -> offender.kind() == Kind.DIFFERENT
                        && offender.minerId() == row.minerId()
                        && offender.recordedAt().equals(row.recordedAt())
                ? new RowMismatch(
                        Kind.DUPLICATE, offender.minerId(), offender.recordedAt(), offender.fields(), offender.where())
                : offender);
    }

    void unreadable(Integer minerId, Instant recordedAt, String where) {
        extra++;
        list(Kind.UNREADABLE, minerId, recordedAt, List.of(), where);
    }

    /** The miner's time points {@code from} to {@code to}, exclusive; none when they are equal. */
    void missing(int index, int from, int to) {
        missing += to - from;
        for (int timePoint = from; timePoint < to && offenders.size() < listed; timePoint++) {
            list(Kind.MISSING, run.minerId(index), run.timeOf(timePoint), List.of(), "");
        }
    }

    /** Rows that were compared so far. */
    long found() {
        return equal + different + extra;
    }

    ReplayResult result() {
        return new ReplayResult(run.rows(), found(), equal, missing, extra, different, offenders);
    }

    private void list(Kind kind, Integer minerId, Instant recordedAt, List<FieldDifference> fields, String where) {
        if (offenders.size() < listed) {
            offenders.add(new RowMismatch(kind, minerId, recordedAt, fields, where));
        }
    }
}
