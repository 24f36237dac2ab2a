package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.run.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The rules on all records of one miner in one window: COUNT and GAP. */
public final class WindowRules {

    private static final int NAMED_TIME_POINTS = 5;

    private WindowRules() {}

    /**
     * Judges a miner of the roster.
     *
     * <p>COUNT compares the number of all records, as the SQL check does: one missing and one duplicate record pass it, and break
     * GAP and DUPLICATE. GAP applies between the first and the last record only; what is missing at the edges of the window
     * breaks COUNT.
     *
     * @return broken rules; empty when none is
     */
    public static List<Breach> check(int minerId, MinerWindow sent) {
        List<Breach> breaches = new ArrayList<>(0);
        int expected = sent.window().points();
        if (sent.records() != expected) {
            breaches.add(count(minerId, sent, expected));
        }
        Breach gap = gap(minerId, sent);
        if (gap != null) {
            breaches.add(gap);
        }
        if (!sent.unreported().isEmpty()) {
            breaches.add(ArrivalRules.offCadence(minerId, sent.window().interval(), sent.unreported()));
        }
        return breaches;
    }

    private static Breach count(int minerId, MinerWindow sent, int expected) {
        TimeWindow window = sent.window();
        List<Long> missing = sent.missing();
        TreeSet<Long> wrong = new TreeSet<>(missing);
        List<Long> duplicates = new ArrayList<>();
        sent.duplicated().stream().mapToLong(i -> window.from() + i).forEach(duplicates::add);
        wrong.addAll(duplicates);
        StringBuilder message = new StringBuilder(
                "miner %s: must have %s records in %s, got %s".formatted(minerId, expected, window, sent.records()));
        if (sent.records() > 0) {
            name(message, "missing", missing, window);
            name(message, "duplicate", duplicates, window);
        }
        if (sent.offCadence() > 0) {
            message.append("; not at a ")
                    .append(window.interval().wholeText())
                    .append(": ")
                    .append(sent.offCadence());
        }
        return new Breach(
                Rule.COUNT,
                minerId,
                null,
                wrong.stream().map(window::at).toList(),
                (double) expected,
                (double) sent.records(),
                null,
                message.toString());
    }

    private static Breach gap(int minerId, MinerWindow sent) {
        TimeWindow window = sent.window();
        Interval interval = window.interval();
        List<Long> holes = new ArrayList<>();
        int widest = 0;
        int before = -1;
        int after = sent.seen().nextSetBit(0);
        for (int last = after; last >= 0; last = sent.seen().nextSetBit(last + 1)) {
            for (int hole = after + 1; hole < last; hole++) {
                holes.add(window.from() + hole);
            }
            if (last - after > widest) {
                widest = last - after;
                before = after;
            }
            after = last;
        }
        if (holes.isEmpty()) {
            return null;
        }
        long start = window.from() + before;
        String message = "miner %s: records must be %s apart, got %s between %s and %s%s"
                .formatted(
                        minerId,
                        interval.text(1),
                        interval.text(widest),
                        window.at(start),
                        window.at(start + widest),
                        holes.size() == widest - 1
                                ? ""
                                : "; " + holes.size() + " time points missing in between in all");
        List<Instant> timePoints = holes.stream().map(window::at).toList();
        // In hours whatever the interval, as the SQL check has it.
        return new Breach(
                Rule.GAP, minerId, null, timePoints, interval.hours(1), interval.hours(widest), null, message);
    }

    private static void name(StringBuilder message, String what, List<Long> points, TimeWindow window) {
        if (points.isEmpty()) {
            return;
        }
        message.append("; ").append(what);
        for (long point : points.subList(0, Math.min(NAMED_TIME_POINTS, points.size()))) {
            message.append(' ').append(window.at(point));
        }
        if (points.size() > NAMED_TIME_POINTS) {
            message.append(" and ").append(points.size() - NAMED_TIME_POINTS).append(" more");
        }
    }
}
