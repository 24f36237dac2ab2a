package io.minerstream.producer.file;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** What is wrong in a file: how much, and the first of it in words, however bad the file is. Not thread-safe. */
public final class Findings {

    /** More than that nobody reads, and a file of millions of lines can have as many. */
    private static final int LISTED = 100;

    private static final Comparator<Finding> BY_PLACE = Comparator.comparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparingLong(Finding::number);

    private final Layout layout;
    private final Path file;
    private final PriorityQueue<Finding> first = new PriorityQueue<>(BY_PLACE.reversed());
    private long count;

    /** @param number of findings before it, so that those of one place stay in order */
    private record Finding(int line, int column, long number, String text) {

        String in(Path file) {
            return file.getFileName() + ":" + line + (column == 0 ? "" : ":" + column) + ": " + text;
        }
    }

    Findings(Layout layout, Path file) {
        this.layout = layout;
        this.file = file;
    }

    /** Adds what is wrong in a line, as {@code field: what must hold, got value}. */
    public void find(int line, String text) {
        find(line, 0, text);
    }

    /**
     * Adds what is wrong in a place.
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
    public long count() {
        return count;
    }

    /**
     * Refuses a file with findings.
     *
     * @throws InvalidFileException when there are any
     */
    public void requireNone() {
        if (count > 0) {
            List<String> texts = first.stream()
                    .sorted(BY_PLACE)
                    .map(finding -> finding.in(file))
                    .toList();
            throw new InvalidFileException(layout, file, texts, count);
        }
    }
}
