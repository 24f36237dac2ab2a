package io.minerstream.producer.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file cannot be read, or breaks rules. Names the findings with their lines, up to a hundred of them, and says how many more
 * there are. Nothing of the file was used.
 */
public final class InvalidFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidFileException(Layout layout, Path file, List<String> findings, long total) {
        super("%s file %s: %s finding%s, %s:\n  %s%s"
                .formatted(
                        layout.kind(),
                        file,
                        total,
                        total == 1 ? "" : "s",
                        layout.consequence(),
                        String.join("\n  ", findings),
                        total > findings.size() ? "\n  and " + (total - findings.size()) + " more" : ""));
    }

    InvalidFileException(Layout layout, Path file, IOException cause) {
        super("%s file %s: %s; %s".formatted(layout.kind(), file, reason(cause), layout.consequence()), cause);
    }

    private static String reason(IOException cause) {
        return cause instanceof RefusedTextException ? cause.getMessage() : "must be a readable file, got " + cause;
    }
}
