package io.minerstream.validator.topology;

import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.input.RefusedRecordException;
import io.minerstream.validator.input.TelemetrySource;
import io.minerstream.validator.rule.EventWindows;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.state.RunRecord.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Gives readings that name no run their window of event time. The partition that sees a window first announces it to all
 * partitions of the watermarks' topic, so that each judges it, also one whose miners are all silent. Not thread-safe.
 */
final class EventTime {

    /** In an announcement: how many readings there are is not known. */
    private static final long UNKNOWN_RECORDS = -1;

    /** Begins the run of an announcement; the topic of the readings follows. */
    private static final String ANNOUNCEMENT = EventWindows.RUN + "/";

    private final String announcementId;
    private final EventTimeSettings settings;
    private final Duration retention;
    private final EventWindows windows;
    private final Cadences cadences;
    private final MinerStore miners;
    private final RunLedger ledger;
    private final GracePolicy grace;
    private final FindingWriter findings;
    private final IntSupplier partitions;

    /**
     * @param source of the readings
     * @param partitions of the inputs
     */
    EventTime(
            TelemetrySource source,
            JudgeSettings judge,
            Cadences cadences,
            MinerStore miners,
            RunLedger ledger,
            GracePolicy grace,
            FindingWriter findings,
            IntSupplier partitions) {
        this.announcementId = ANNOUNCEMENT + source.topic();
        this.settings = judge.eventTime();
        this.retention = judge.retention();
        this.windows = settings.windows(judge.window());
        this.cadences = cadences;
        this.miners = miners;
        this.ledger = ledger;
        this.grace = grace;
        this.findings = findings;
        this.partitions = partitions;
    }

    /** The reading, which is in time, in its window, which is open now or was judged before. */
    ReceivedReading place(ReceivedReading reading, int siteId, long nowMs) {
        grace.eventTimeIs(reading.recordedAtMs());
        long id = windows.id(siteId, reading.recordedAtMs());
        Interval cadence = cadences.of(siteId);
        if (ledger.find(id) == null) {
            open(id, siteId, nowMs);
            announce(id, siteId);
        }
        return reading.in(id, cadence == null ? Cadences.UNKNOWN : cadence);
    }

    /**
     * Refuses readings that must move no time.
     *
     * @throws RefusedRecordException when it is too far ahead of the clock, or behind the readings before it
     */
    void requireInTime(ReceivedReading reading, long nowMs) {
        if (reading.recordedAtMs() > nowMs + settings.maxSkew().toMillis()) {
            throw new RefusedRecordException(
                    "reading of miner %s: recorded_at must be at most %s ahead of the clock (%s), got %s; it moves no time"
                            .formatted(
                                    reading.minerId(),
                                    settings.maxSkew(),
                                    Instant.ofEpochMilli(nowMs),
                                    reading.recordedAt()));
        }
        if (grace.eventTimeMs() != Long.MIN_VALUE
                && reading.recordedAtMs() < grace.eventTimeMs() - retention.toMillis()) {
            throw new RefusedRecordException(
                    "reading of miner %s: recorded_at must be at most %s before the newest reading of its partition (%s), got %s"
                            .formatted(
                                    reading.minerId(),
                                    retention,
                                    Instant.ofEpochMilli(grace.eventTimeMs()),
                                    reading.recordedAt()));
        }
    }

    private void open(long id, int siteId, long nowMs) {
        ledger.open(id, plan(id, siteId), nowMs);
    }

    /** Of a site whose cadence is not known: hourly. */
    private Plan plan(long id, int siteId) {
        Interval cadence = cadences.of(siteId);
        return new Plan(
                siteId, windows.points(id, cadence == null ? Interval.HOURLY : cadence), partitions.getAsInt(), true);
    }

    /** Gives a window that will be judged the cadence of its site, which it may tell. */
    void settle(OpenRun window) {
        int siteId = window.record().plan().siteId();
        if (cadences.of(siteId) == null) {
            Map<Integer, Integer> minutes = new HashMap<>();
            miners.forEach((minerId, state) -> state.distances(
                    window.id(), Cadences.UNKNOWN, distance -> minutes.merge(distance, 1, Integer::sum)));
            if (cadences.learn(siteId, minutes)) {
                announce(window.id(), siteId);
            }
        }
        window.setRecord(window.record().planned(plan(window.id(), siteId)));
    }

    /**
     * Gives an open window the cadence of its site.
     *
     * @return false when it is not yet known
     */
    boolean settleIfKnown(OpenRun window) {
        boolean known = cadences.of(window.record().plan().siteId()) != null;
        if (known) {
            settle(window);
        }
        return known;
    }

    private void announce(long id, int siteId) {
        Interval cadence = cadences.of(siteId);
        for (int partition = 0; partition < partitions.getAsInt(); partition++) {
            findings.announced(new Watermark(
                    announcementId,
                    siteId,
                    windows.start(id),
                    windows.end(id),
                    cadence == null ? 0 : cadence.seconds(),
                    windows.start(id),
                    UNKNOWN_RECORDS,
                    partition,
                    partitions.getAsInt()));
        }
    }

    /** Whether a watermark is an announcement of a window. */
    static boolean isAnnouncement(Watermark watermark) {
        return watermark.getRunId().startsWith(ANNOUNCEMENT);
    }

    /**
     * Takes an announcement, if it is about the readings of this validator: those of other topics have their own.
     *
     * @throws RefusedRecordException when it is about no window of these settings
     */
    void announced(Watermark announcement, long nowMs) {
        if (!announcement.getRunId().equals(announcementId)) {
            return;
        }
        int siteId = announcement.getSiteId();
        long id = windows.id(siteId, announcement.getRunFrom().toEpochMilli());
        int seconds = announcement.getIntervalSeconds();
        if (!windows.start(id).equals(announcement.getRunFrom())
                || !windows.end(id).equals(announcement.getRunTo())
                || !(seconds == 0 || (Interval.isAllowed(seconds) && windows.fits(new Interval(seconds))))) {
            throw new RefusedRecordException(
                    "announcement of a window: must be one of %s from %s after midnight UTC and a cadence that divides it, got %s/%s every %s s"
                            .formatted(
                                    windows.length(),
                                    windows.offset(),
                                    announcement.getRunFrom(),
                                    announcement.getRunTo(),
                                    seconds));
        }
        if (seconds > 0) {
            cadences.learnt(siteId, new Interval(seconds));
        }
        if (ledger.find(id) == null) {
            open(id, siteId, nowMs);
        }
    }
}
