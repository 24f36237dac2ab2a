package io.minerstream.validator.topology;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Rule;
import io.minerstream.avro.Watermark;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The readings of a run, or of one window of event time of a site, in one partition. */
final class NaiveSeries {

    /**
     * A reading and what it belongs to.
     *
     * @param run name of its series, empty for none
     * @param intervalMs at which it is noted
     */
    record Sent(MinerTelemetry value, int partition, long offset, String run, long intervalMs, Instant came) {

        int miner() {
            return value.getMinerId();
        }

        Instant time() {
            return value.getRecordedAt();
        }

        boolean isAtPoint() {
            return time().toEpochMilli() % intervalMs == 0;
        }

        Instant point() {
            return Instant.ofEpochMilli(time().toEpochMilli() / intervalMs * intervalMs);
        }

        Sent in(String window, long cadenceMs) {
            return new Sent(value, partition, offset, window, cadenceMs, came);
        }
    }

    /**
     * A judged reading that its window counts.
     *
     * @param rules those that it broke
     * @param status null for an unknown miner
     */
    record Counted(Sent sent, boolean duplicate, Set<Rule> rules, String status) {}

    /** Half-open. */
    static final class Window {
        final Instant start;
        final Instant end;
        boolean judged;

        Window(Instant start, Instant end) {
            this.start = start;
            this.end = end;
        }

        boolean covers(Instant time) {
            return !time.isBefore(start) && time.isBefore(end);
        }

        @Override
        public String toString() {
            return start + "/" + end;
        }
    }

    final String name;
    final Instant firstSeen;
    final List<Counted> counted = new ArrayList<>();
    final List<Window> windows = new ArrayList<>();
    boolean isEventTime;

    /** Whether the roster entries before its first reading are read. */
    boolean isRosterKnown;

    int site;
    long intervalMs;
    int partitions;

    /** Of the readings that came for windows that are not judged. */
    Instant furthest = Instant.MIN;

    Instant furthestWatermark = Instant.MIN;

    /** End of the time points that have passed, of those that will have, and of those that were looked at. */
    Instant passed = Instant.MIN;

    Instant nextPassed = Instant.MIN;
    Instant nextPassedSince = Instant.MIN;
    Instant lookedTo = Instant.MIN;
    Instant silentTo = Instant.MIN;
    private final Map<Instant, Long> watermarks = new HashMap<>();

    NaiveSeries(String name, Instant now, boolean isRosterKnown) {
        this.name = name;
        this.firstSeen = now;
        this.isRosterKnown = isRosterKnown;
    }

    /** As alerts name it. */
    String run() {
        return isEventTime ? "event-time" : name;
    }

    void openEventTime(int ofSite, Instant start, Instant end, int ofPartitions) {
        isEventTime = true;
        site = ofSite;
        partitions = ofPartitions;
        windows.add(new Window(start, end));
    }

    void watermark(Watermark watermark, int windowHours) {
        if (!isKnown()) {
            site = watermark.getSiteId();
            intervalMs = watermark.getIntervalSeconds() * 1000L;
            partitions = watermark.getPartitions();
            long hoursMs = windowHours * 3_600_000L;
            long lengthMs = (hoursMs + intervalMs - 1) / intervalMs * intervalMs;
            Instant end;
            for (Instant start = watermark.getRunFrom(); start.isBefore(watermark.getRunTo()); start = end) {
                end = start.plusMillis(lengthMs);
                windows.add(new Window(start, end.isAfter(watermark.getRunTo()) ? watermark.getRunTo() : end));
            }
            counted.removeIf(each -> !counts(each.sent));
            counted.forEach(each -> came(each.sent));
        }
        watermarks.put(watermark.getClosed(), watermark.getRecords());
        if (!isOver(watermark.getClosed()) && watermark.getClosed().isAfter(furthestWatermark)) {
            furthestWatermark = watermark.getClosed();
        }
    }

    /** A reading came, whether it is judged at once or not. */
    void came(Sent sent) {
        Window window = at(sent.time());
        if (!isEventTime && window != null && !window.judged && sent.point().isAfter(furthest)) {
            furthest = sent.point();
        }
    }

    /** The first window that is not judged; null when there is none. */
    Window open() {
        return windows.stream().filter(window -> !window.judged).findFirst().orElse(null);
    }

    /** The window of a time; null when there is none. */
    Window at(Instant time) {
        return windows.stream()
                .filter(window -> window.covers(time))
                .findFirst()
                .orElse(null);
    }

    /** Whether its range is known. */
    boolean isKnown() {
        return !windows.isEmpty();
    }

    /** Whether a reading of this time comes too late. */
    boolean isOver(Instant time) {
        Window window = at(time);
        return isKnown() && (window == null ? windows.stream().allMatch(each -> each.judged) : window.judged);
    }

    /** Whether a window that is not judged counts the reading. */
    boolean counts(Sent sent) {
        Window window = at(sent.time());
        return !isKnown() || ((isEventTime || sent.intervalMs() == intervalMs) && window != null && !window.judged);
    }

    /** Whether the miner has a reading of this time point. */
    boolean has(Sent sent) {
        return counted.stream()
                .map(Counted::sent)
                .anyMatch(other -> other.miner() == sent.miner()
                        && other.time().equals(sent.time())
                        && other.intervalMs() == sent.intervalMs());
    }

    List<Counted> in(Window window) {
        return counted.stream().filter(each -> window.covers(each.sent.time())).toList();
    }

    /** Whether all watermarks of a window came; event time has none. */
    boolean isAnnounced(Window window) {
        return points(window).stream().allMatch(watermarks::containsKey);
    }

    boolean hasAnnouncedWindow() {
        return windows.stream().anyMatch(window -> !window.judged && isAnnounced(window));
    }

    /** Whether all readings came that the watermarks promise. */
    boolean isComplete(Window window) {
        return points(window).stream()
                .allMatch(point -> counted.stream()
                                .filter(each ->
                                        !each.duplicate && each.sent.time().equals(point))
                                .count()
                        >= watermarks.get(point));
    }

    private List<Instant> points(Window window) {
        List<Instant> points = new ArrayList<>();
        for (Instant point = window.start; !isEventTime && point.isBefore(window.end); ) {
            points.add(point);
            point = point.plusMillis(intervalMs);
        }
        return points;
    }

    /** Whether a window is to be judged on a day of which the miner has readings. */
    boolean needs(int miner) {
        return counted.stream()
                .filter(each -> each.sent.miner() == miner)
                .map(each -> each.sent.time().atOffset(ZoneOffset.UTC).toLocalDate())
                .anyMatch(day -> !isKnown()
                        || windows.stream()
                                .anyMatch(window -> !window.judged
                                        && window.start.isBefore(
                                                day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC))
                                        && window.end.isAfter(day.atStartOfDay().toInstant(ZoneOffset.UTC))));
    }
}
