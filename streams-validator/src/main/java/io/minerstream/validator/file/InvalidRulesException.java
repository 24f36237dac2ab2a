package io.minerstream.validator.file;

import java.nio.file.Path;
import java.util.List;

/** A rules file cannot be read, or breaks rules. Names everything that is wrong with line and column. Nothing was started. */
public final class InvalidRulesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidRulesException(Path file, List<String> findings) {
        super("rules file %s: %s finding%s, nothing was started:\n  %s"
                .formatted(file, findings.size(), findings.size() == 1 ? "" : "s", String.join("\n  ", findings)));
    }

    InvalidRulesException(Path file, String problem, Throwable cause) {
        super("rules file %s: %s; nothing was started".formatted(file, problem), cause);
    }
}
