package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The rules on all records of one miner in one window: COUNT and GAP. */
public final class WindowRules {

    private static final int NAMED_TIME_POINTS = 5;

    private WindowRules() {}

    /**
     * Judges a miner that the roster has.
     *
     * <p>COUNT compares the number of records, duplicates and records off the hour included, as the SQL check does: one
     * missing and one doubled record pass it, and break GAP and DUPLICATE. GAP looks between two present time points only;
     * what is missing at the edges of the window is COUNT's.
     *
     * @return broken rules; empty when all is well
     */
    public static List<Breach> check(int minerId, MinerWindow sent) {
        List<Breach> breaches = new ArrayList<>(0);
        int expected = sent.window().hours();
        if (sent.records() != expected) {
            breaches.add(count(minerId, sent, expected));
        }
        Breach gap = gap(minerId, sent);
        if (gap != null) {
            breaches.add(gap);
        }
        return breaches;
    }

    private static Breach count(int minerId, MinerWindow sent, int expected) {
        List<Integer> missing = sent.missing();
        TreeSet<Integer> wrong = new TreeSet<>(missing);
        List<Integer> doubled = new ArrayList<>();
        sent.doubled().stream().map(i -> sent.window().fromHour() + i).forEach(doubled::add);
        wrong.addAll(doubled);
        StringBuilder message = new StringBuilder("miner %d: must have %d records in %s, got %d"
                .formatted(minerId, expected, sent.window(), sent.records()));
        if (sent.records() > 0) {
            name(message, "missing", missing);
            name(message, "doubled", doubled);
        }
        if (sent.offHours() > 0) {
            message.append("; not at a whole hour: ").append(sent.offHours());
        }
        return new Breach(
                Rule.COUNT,
                minerId,
                null,
                wrong.stream().map(Hours::instant).toList(),
                (double) expected,
                (double) sent.records(),
                null,
                message.toString());
    }

    private static Breach gap(int minerId, MinerWindow sent) {
        List<Integer> holes = new ArrayList<>();
        int widest = 0;
        int before = -1;
        int after = sent.seen().nextSetBit(0);
        for (int last = after; last >= 0; last = sent.seen().nextSetBit(last + 1)) {
            for (int hole = after + 1; hole < last; hole++) {
                holes.add(sent.window().fromHour() + hole);
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
        int start = sent.window().fromHour() + before;
        String message = "miner %d: records must be 1 h apart, got %d h between %s and %s%s"
                .formatted(
                        minerId,
                        widest,
                        Hours.instant(start),
                        Hours.instant(start + widest),
                        holes.size() == widest - 1
                                ? ""
                                : "; " + holes.size() + " time points missing in between in all");
        List<Instant> timePoints = holes.stream().map(Hours::instant).toList();
        return new Breach(Rule.GAP, minerId, null, timePoints, 1.0, (double) widest, null, message);
    }

    private static void name(StringBuilder message, String what, List<Integer> hours) {
        if (hours.isEmpty()) {
            return;
        }
        message.append("; ").append(what);
        for (int hour : hours.subList(0, Math.min(NAMED_TIME_POINTS, hours.size()))) {
            message.append(' ').append(Hours.instant(hour));
        }
        if (hours.size() > NAMED_TIME_POINTS) {
            message.append(" and ").append(hours.size() - NAMED_TIME_POINTS).append(" more");
        }
    }
}
