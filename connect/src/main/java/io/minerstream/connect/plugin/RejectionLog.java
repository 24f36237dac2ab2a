package io.minerstream.connect.plugin;

import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * Logs rejected records: the first one at once, after that one line per interval with their number and the last reason. Every
 * record with its reason is in the dead letter topic, so a log of each would only fill the disk. Thread-safe.
 */
public final class RejectionLog {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Logger log;
    private final Duration interval;
    private Deadline next;
    private long rejected;
    private String lastReason;

    public RejectionLog(Logger log) {
        this(log, INTERVAL);
    }

    RejectionLog(Logger log, Duration interval) {
        this.log = log;
        this.interval = interval;
    }

    /** Counts a rejected record. */
    public synchronized void add(String reason) {
        rejected++;
        lastReason = reason;
        if (next == null || next.isOver()) {
            flush();
            next = Deadline.in(interval);
        }
    }

    /** Logs what was counted since the last line. */
    public synchronized void flush() {
        if (rejected > 0) {
            // Not the fluent API: plugins get the worker's SLF4J, and that of Apache Kafka's distribution is 1.7.
            log.warn("rejected records: {}, the last one: {}", rejected, lastReason);
            rejected = 0;
        }
    }
}
