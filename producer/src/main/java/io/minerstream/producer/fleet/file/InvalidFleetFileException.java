package io.minerstream.producer.fleet.file;

import java.nio.file.Path;
import java.util.List;

/**
 * A file of a fleet or of a schedule cannot be read, or breaks rules. Names the findings with their lines, up to a hundred of them, and says how many
 * more there are. Nothing was loaded.
 */
public final class InvalidFleetFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidFleetFileException(String kind, Path file, List<String> findings, long total) {
        super("%s file %s: %d finding%s, nothing was loaded:\n  %s%s"
                .formatted(
                        kind,
                        file,
                        total,
                        total == 1 ? "" : "s",
                        String.join("\n  ", findings),
                        total > findings.size() ? "\n  and " + (total - findings.size()) + " more" : ""));
    }

    InvalidFleetFileException(String kind, Path file, String problem, Throwable cause) {
        super("%s file %s: %s; nothing was loaded".formatted(kind, file, problem), cause);
    }
}
