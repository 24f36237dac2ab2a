package io.minerstream.stack.process;

import io.minerstream.stack.host.Folders;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The end of a log file, for error messages. */
public final class LogTail {

    static final int LINES = 20;

    private static final int BYTES = 16_384;
    private static final int LONG_BYTES = 1 << 18;

    private LogTail() {}

    /**
     * Path and end of a log, to follow a semicolon: at most {@value #LINES} lines of the last 16 KiB, each on its own line. Of a
     * full disk only that, which many of the lines would say. Never fails: the text says when the log cannot be read.
     */
    public static String describe(Path log) {
        try {
            // Many lines of stack traces may follow.
            if (lines(log, LONG_BYTES).stream().anyMatch(Folders::saysFull) || Folders.isFull(log)) {
                return Folders.NO_SPACE + ": make space there, or use another data directory; its log is " + log;
            }
            List<String> lines = lastLines(log);
            if (lines.isEmpty()) {
                return "its log is empty: " + log;
            }
            return lines.stream().collect(Collectors.joining("\n  ", "its log " + log + " ends with\n  ", ""));
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }

    static List<String> lastLines(Path log) throws IOException {
        List<String> lines = lines(log, BYTES);
        return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
    }

    private static List<String> lines(Path log, int most) throws IOException {
        byte[] bytes;
        boolean cut;
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - most);
            cut = from > 0;
            bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
        }
        return new String(bytes, StandardCharsets.UTF_8)
                .lines()
                // The first line of a cut text may begin in the middle.
                .skip(cut ? 1 : 0)
                .filter(line -> !line.isBlank())
                .toList();
    }
}
