package io.minerstream.producer.strategy;

import java.nio.file.Path;
import java.util.List;

/** A strategy file cannot be read, or breaks rules. Names each finding with its line. Nothing was written. */
public final class InvalidStrategyFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidStrategyFileException(Path file, List<String> findings) {
        super("strategy file %s: %d finding%s, nothing was written:\n  %s"
                .formatted(file, findings.size(), findings.size() == 1 ? "" : "s", String.join("\n  ", findings)));
    }

    InvalidStrategyFileException(Path file, String problem, Throwable cause) {
        super("strategy file %s: %s; nothing was written".formatted(file, problem), cause);
    }
}
