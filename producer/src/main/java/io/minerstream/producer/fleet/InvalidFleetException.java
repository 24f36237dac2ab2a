package io.minerstream.producer.fleet;

import java.util.List;

/** The miners of a source cannot form a fleet. The message lists up to ten problems and gives their number. */
public final class InvalidFleetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidFleetException(int siteId, List<String> problems, long total) {
        super("fleet of site_id=%s: %s: %s%s"
                .formatted(
                        siteId,
                        total == 1 ? "1 problem" : total + " problems",
                        String.join("; ", problems),
                        total > problems.size() ? "; and " + (total - problems.size()) + " more" : ""));
    }
}
