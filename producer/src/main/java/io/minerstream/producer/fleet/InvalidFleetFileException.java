package io.minerstream.producer.fleet;

import java.nio.file.Path;
import java.util.List;

/**
 * A fleet file cannot be read, or breaks rules. Names the findings with their lines, up to a hundred of them, and says how many
 * more there are. Nothing was loaded.
 */
public final class InvalidFleetFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidFleetFileException(Path file, List<String> findings, long total) {
        super("fleet file %s: %d finding%s, nothing was loaded:\n  %s%s"
                .formatted(
                        file,
                        total,
                        total == 1 ? "" : "s",
                        String.join("\n  ", findings),
                        total > findings.size() ? "\n  and " + (total - findings.size()) + " more" : ""));
    }

    InvalidFleetFileException(Path file, String problem, Throwable cause) {
        super("fleet file %s: %s; nothing was loaded".formatted(file, problem), cause);
    }
}
