package io.minerstream.producer.fleet.file;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What is wrong in a file: how much, and the first of it in words, however bad the file is. Not thread-safe. */
final class FileFindings {

    /** More than that nobody reads, and a file of millions of lines can have as many. */
    static final int LISTED = 100;

    private static final Comparator<Finding> BY_PLACE = Comparator.comparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparingLong(Finding::number);

    private final PriorityQueue<Finding> first = new PriorityQueue<>(BY_PLACE.reversed());
    private long count;

    /** @param number of findings before it, so that those of one place stay in order */
    private record Finding(int line, int column, long number, String text) {}

    /** Notes what is wrong in a line. */
    void find(int line, String text) {
        find(line, 0, text);
    }

    /**
     * Notes what is wrong in a place.
     *
     * @param column 0 when it is not known, or says nothing
     */
    void find(int line, int column, String text) {
        first.add(new Finding(line, column, count++, text));
        if (first.size() > LISTED) {
            first.poll();
        }
    }

    /** How many there are. */
    long count() {
        return count;
    }

    /** The first {@value #LISTED}, in order, as {@code place: text}. */
    List<String> texts(String file) {
        return first.stream()
                .sorted(BY_PLACE)
                .map(finding -> file + ":" + finding.line() + (finding.column() == 0 ? "" : ":" + finding.column())
                        + ": " + finding.text())
                .toList();
    }
}
