package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * SILENT_MINER: a miner of the roster sends nothing for some time points in a row. Each silence is found once, when its last needed time
 * point has passed, whether the miner is still silent then or has come back.
 *
 * @param from first time point
 * @param to end, exclusive
 * @param silent whether the miner was silent, long enough for an alert; else it was heard at the first and the last of these points
 */
public record SilentMiner(long from, long to, boolean silent) {

    /**
     * What a miner did in a window, ascending.
     *
     * @param heard bit i: it sent something at time point {@code window.from() + i}, or before the next one
     * @param passed end of the time points that have passed, exclusive, in the window
     * @param points how many in a row make a silence, at least 1
     * @param isExpected whether the miner should send at a time point; asked only where it may be silent
     */
    public static List<SilentMiner> of(
            BitSet heard, TimeWindow window, long passed, int points, LongPredicate isExpected) {
        List<SilentMiner> spans = new ArrayList<>(1);
        long heardFrom = -1;
        long heardTo = -1;
        long silentFrom = window.from();
        for (long point = window.from(); point <= passed; point++) {
            boolean sent = point < passed && heard.get((int) (point - window.from()));
            if (point < passed && !sent) {
                continue;
            }
            long from = point - silentFrom < points ? -1 : first(silentFrom, point, points, isExpected);
            if (from >= 0) {
                addHeard(heardFrom, heardTo, spans);
                spans.add(new SilentMiner(from, from + points, true));
                heardFrom = -1;
            }
            if (sent) {
                heardFrom = heardFrom < 0 ? point : heardFrom;
                heardTo = point + 1;
                silentFrom = point + 1;
            }
        }
        addHeard(heardFrom, heardTo, spans);
        return spans;
    }

    private static void addHeard(long from, long to, List<SilentMiner> spans) {
        if (from >= 0) {
            spans.add(new SilentMiner(from, to, false));
        }
    }

    /** Begin of the first silence; -1 when no such number of points is expected in a row. */
    private static long first(long from, long to, int points, LongPredicate isExpected) {
        int row = 0;
        for (long point = from; point < to; point++) {
            row = isExpected.test(point) ? row + 1 : 0;
            if (row == points) {
                return point + 1 - points;
            }
        }
        return -1;
    }

    /** The broken rule, of a silence. */
    public Breach breach(int minerId, TimeWindow window) {
        List<Instant> missing = LongStream.range(from, to).mapToObj(window::at).toList();
        return Breach.of(
                Rule.SILENT_MINER,
                minerId,
                missing,
                "miner %s: must send a reading every %s, sent none since %s, for %s time points"
                        .formatted(minerId, window.interval().text(1), missing.get(0), missing.size()));
    }
}
