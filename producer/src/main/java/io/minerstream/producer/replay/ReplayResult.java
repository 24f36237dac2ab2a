package io.minerstream.producer.replay;

import java.util.List;

/**
 * What a comparison found. The numbers account for every row: {@code expected = equal + different + missing} and
 * {@code found = equal + different + extra}.
 *
 * @param expected rows that the run generated
 * @param found rows that are there
 * @param equal rows that are there with exactly the generated values
 * @param missing generated rows that are not there
 * @param extra rows that are there and were not generated, duplicate and unreadable ones included
 * @param different rows that are there with other values
 * @param offenders the first of those that are wrong
 */
public record ReplayResult(
        long expected, long found, long equal, long missing, long extra, long different, List<RowMismatch> offenders) {

    public ReplayResult {
        offenders = List.copyOf(offenders);
        if (expected != equal + different + missing || found != equal + different + extra) {
            throw new IllegalArgumentException(
                    "result: must account for every row, got expected=%s, found=%s, equal=%s, missing=%s, extra=%s, different=%s"
                            .formatted(expected, found, equal, missing, extra, different));
        }
    }

    /** Whether every generated row is there once with exactly the generated values, and nothing else is. */
    public boolean isExact() {
        return equal == expected && found == expected;
    }
}
