package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import io.minerstream.validator.topology.NaiveSeries.Counted;
import io.minerstream.validator.topology.NaiveSeries.Sent;
import io.minerstream.validator.topology.NaiveSeries.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** SILENT_MINER of docs/rules.md in one partition: each time, all of a window is looked at from its start. */
final class NaiveSilence {

    private static final Duration HOUR = Duration.ofHours(1);

    private final NaiveValidator validator;
    private final int partition;
    private final Map<Integer, End> ends = new HashMap<>();

    /** Time points at the end of the last judged window of a site that were silent in a row. */
    private record End(int site, long intervalMs, Instant end, List<Instant> points) {}

    NaiveSilence(NaiveValidator validator, int partition) {
        this.validator = validator;
        this.partition = partition;
    }

    void removed(int miner) {
        ends.remove(miner);
    }

    /** Whether there is a window to look at, with known time points. */
    private boolean hasTimePoints(NaiveSeries series) {
        if (series.isEventTime) {
            series.intervalMs = validator.cadences.getOrDefault(series.site, 0L);
        }
        return series.open() != null && series.intervalMs > 0;
    }

    /**
     * The clock went on, and nothing came.
     *
     * @param eventTime of the partition
     * @param isIdle whether for the grace period
     * @param waits whether readings of the open window wait
     * @param ofSite miners of the site in this partition
     */
    void look(
            NaiveSeries series,
            Instant eventTime,
            boolean isIdle,
            boolean waits,
            int ofSite,
            Iterable<Integer> miners) {
        if (!hasTimePoints(series)) {
            return;
        }
        Window window = series.open();
        Instant passed = earlier(window.end, passed(series, window, eventTime, isIdle));
        Instant from = later(window.start, series.lookedTo);
        if (waits || !passed.isAfter(from)) {
            return;
        }
        boolean anyMissing = false;
        for (Instant point = from; point.isBefore(passed); point = point.plusMillis(series.intervalMs)) {
            anyMissing |= readings(series, point) < Math.max(1, ofSite);
        }
        if (anyMissing) {
            miners.forEach(miner -> report(miner, series, window, passed));
            series.silentTo = passed;
        }
        series.lookedTo = passed;
        validator.looked(series, partition, passed);
    }

    /** What a miner is judged by in a window. */
    private NaivePolicy policy(int miner, NaiveSeries series, Window window) {
        HostingMiner entry = validator.roster.at(miner, window.end.minusMillis(series.intervalMs));
        return validator.policy(entry.getSiteId(), entry.getModelName());
    }

    /** How many came of a time point; of event time by the hour, as a part of those that an hour has. */
    private static long readings(NaiveSeries series, Instant point) {
        long lengthMs = series.isEventTime ? HOUR.toMillis() : series.intervalMs;
        Instant from = Instant.ofEpochMilli(point.toEpochMilli() / lengthMs * lengthMs);
        long readings = series.counted.stream()
                .filter(each -> !each.duplicate() && each.sent().isAtPoint())
                .map(each -> each.sent().time())
                .filter(time -> !time.isBefore(from) && time.isBefore(from.plusMillis(lengthMs)))
                .count();
        return series.isEventTime && series.intervalMs < lengthMs ? readings * series.intervalMs / lengthMs : readings;
    }

    /** What had passed, or was the latest, a grace period ago. */
    private Instant passed(NaiveSeries series, Window window, Instant eventTime, boolean isIdle) {
        Instant latest = series.isEventTime
                ? latest(series, window, eventTime, isIdle)
                : isIdle && !series.furthestWatermark.isBefore(series.furthest)
                        ? series.furthestWatermark.plusMillis(series.intervalMs)
                        : series.furthest;
        if (series.nextPassed.isAfter(series.passed)
                && !series.nextPassedSince.plus(ValidatorHarness.GRACE).isAfter(validator.now)) {
            series.passed = series.nextPassed;
        }
        if (!series.nextPassed.isAfter(series.passed) && latest.isAfter(series.nextPassed)) {
            series.nextPassed = latest;
            series.nextPassedSince = validator.now;
        }
        return series.passed;
    }

    private Instant latest(NaiveSeries series, Window window, Instant eventTime, boolean isIdle) {
        Instant clock = isIdle && series.firstSeen.isBefore(validator.now) ? validator.now : Instant.MIN;
        Instant point = later(window.start, series.nextPassed);
        while (point.isBefore(window.end)
                && !later(eventTime, clock)
                        .isBefore(point.plusMillis(series.intervalMs)
                                .plus(validator.plan.eventTime().grace()))) {
            point = point.plusMillis(series.intervalMs);
        }
        return point;
    }

    private static Instant earlier(Instant left, Instant right) {
        return left.isBefore(right) ? left : right;
    }

    private static Instant later(Instant left, Instant right) {
        return left.isAfter(right) ? left : right;
    }

    /** A reading was judged. */
    void heard(Sent sent, NaiveSeries series) {
        if (hasTimePoints(series)) {
            report(sent.miner(), series, series.open(), series.silentTo);
        }
    }

    /** A window is judged. */
    void close(int miner, NaiveSeries series, Window window) {
        report(miner, series, window, window.end);
        int most = policy(miner, series, window).silentPoints - 1;
        List<Instant> row = new ArrayList<>();
        Instant point = window.end;
        while (point.isAfter(window.start) && row.size() < most) {
            point = point.minusMillis(series.intervalMs);
            if (isHeard(miner, series, point) || !validator.roster.isExpected(miner, series.site, point)) {
                break;
            }
            row.add(0, point);
        }
        if (row.size() == points(series, window)) {
            List<Instant> before = before(miner, series, window);
            int more = Math.min(before.size(), most - row.size());
            row.addAll(0, before.subList(before.size() - more, before.size()));
        }
        End known = ends.get(miner);
        if (!row.isEmpty()) {
            ends.put(miner, new End(series.site, series.intervalMs, window.end, row));
        } else if (known != null && known.site == series.site) {
            ends.remove(miner);
        }
    }

    private static long points(NaiveSeries series, Window window) {
        return Duration.between(window.start, window.end).toMillis() / series.intervalMs;
    }

    private List<Instant> before(int miner, NaiveSeries series, Window window) {
        End end = ends.get(miner);
        return end != null
                        && end.site == series.site
                        && end.intervalMs == series.intervalMs
                        && end.end.equals(window.start)
                ? end.points
                : List.of();
    }

    private static boolean isHeard(int miner, NaiveSeries series, Instant point) {
        Instant to = point.plusMillis(series.intervalMs);
        return series.counted.stream()
                .map(Counted::sent)
                .anyMatch(sent -> sent.miner() == miner
                        && !sent.time().isBefore(point)
                        && sent.time().isBefore(to));
    }

    /**
     * A silence is found at its third time point, and not again before the miner is heard.
     *
     * @param passed end of the time points at which it is known that nothing came
     */
    private void report(int miner, NaiveSeries series, Window window, Instant passed) {
        NaivePolicy policy = policy(miner, series, window);
        int points = policy.silentPoints;
        List<Instant> row = new ArrayList<>(before(miner, series, window));
        List<Instant> heard = new ArrayList<>();
        boolean found = false;
        for (Instant point = window.start; point.isBefore(window.end); point = point.plusMillis(series.intervalMs)) {
            if (isHeard(miner, series, point)) {
                heard.add(point);
                row.clear();
                found = false;
            } else if (validator.roster.isExpected(miner, series.site, point)) {
                row.add(point);
            } else {
                row.clear();
            }
            if (row.size() >= points && !found) {
                if (!point.isBefore(passed)) {
                    break;
                }
                found = true;
                validator.heard(policy, miner, heard, series);
                heard.clear();
                if (!point.isBefore(series.silentTo)) {
                    List<Instant> silent = List.copyOf(row.subList(row.size() - points, row.size()));
                    validator.silent(policy, miner, NaiveRules.silent(miner, silent, series.intervalMs), series);
                }
            }
        }
        validator.heard(policy, miner, heard, series);
    }
}
