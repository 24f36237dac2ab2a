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

    private static final long NONE = Long.MIN_VALUE;

    /**
     * What a miner did in a window, ascending, as far as it is known: a silence is when its last needed time point has passed, that the
     * miner was heard is at once.
     *
     * @param heard bit i: it sent something at time point {@code window.from() + i}, or before the next one
     * @param before how many expected time points in a row were silent right before the window
     * @param passed end of the time points that have passed, exclusive
     * @param points how many in a row make a silence, at least 1
     * @param isExpected whether the miner should send at a time point; asked only where it may be silent
     */
    public static List<SilentMiner> of(
            BitSet heard, TimeWindow window, int before, long passed, int points, LongPredicate isExpected) {
        List<SilentMiner> spans = new ArrayList<>(1);
        long heardFrom = NONE;
        long silentFrom = window.from();
        int row = before;
        while (true) {
            int next = heard.nextSetBit((int) (silentFrom - window.from()));
            long back = next < 0 ? passed : window.from() + next;
            long end = end(silentFrom, back, row, points, isExpected);
            if (end > passed) {
                break;
            }
            if (end != NONE) {
                addHeard(heardFrom, silentFrom, spans);
                spans.add(new SilentMiner(end - points, end, true));
                heardFrom = NONE;
            }
            if (next < 0) {
                break;
            }
            heardFrom = heardFrom == NONE ? back : heardFrom;
            silentFrom = window.from() + heard.nextClearBit(next);
            row = 0;
        }
        addHeard(heardFrom, silentFrom, spans);
        return spans;
    }

    private static void addHeard(long from, long to, List<SilentMiner> spans) {
        if (from != NONE) {
            spans.add(new SilentMiner(from, to, false));
        }
    }

    /** Where the first silence among unheard points ends; {@link #NONE} when so many points are not expected in a row. */
    private static long end(long from, long to, int before, int points, LongPredicate isExpected) {
        int row = before;
        for (long point = from; point < to && to - from + before >= points; point++) {
            row = isExpected.test(point) ? row + 1 : 0;
            if (row >= points) {
                return point + 1;
            }
        }
        return NONE;
    }

    /**
     * How many expected time points in a row were silent at the end of a window: a silence goes on in the next one.
     *
     * @param before as in {@link #of}
     * @param most the highest number to be told apart
     */
    public static int atEnd(BitSet heard, TimeWindow window, int before, int most, LongPredicate isExpected) {
        int row = 0;
        while (row < most && row < window.points()) {
            int last = window.points() - 1 - row;
            if (heard.get(last) || !isExpected.test(window.from() + last)) {
                return row;
            }
            row++;
        }
        return Math.min(most, row + before);
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
