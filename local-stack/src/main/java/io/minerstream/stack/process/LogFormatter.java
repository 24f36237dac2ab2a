package io.minerstream.stack.process;

import io.minerstream.schemas.access.Secrets;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.logging.Formatter;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.MDC;

/**
 * Records of a log as text without secrets: time in UTC, level by the name that Kafka's own log has for it, thread, logger, and message.
 * Exceptions have their trace if the log's settings say so.
 */
public final class LogFormatter extends Formatter {

    private final boolean withTraces =
            Boolean.parseBoolean(LogManager.getLogManager().getProperty(LogFormatter.class.getName() + ".traces"));

    /** Called by the thread that logs. */
    @Override
    public String format(LogRecord record) {
        String line = "%s %-5s [%s] %s: %s%s"
                .formatted(
                        record.getInstant().truncatedTo(ChronoUnit.MILLIS),
                        ProcessLog.name(record.getLevel()),
                        Thread.currentThread().getName(),
                        record.getLoggerName(),
                        // The task that Connect's worker works for.
                        Objects.toString(MDC.get("connector.context"), ""),
                        formatMessage(record));
        return Secrets.hideInText(line + exception(record.getThrown())) + "\n";
    }

    private String exception(Throwable thrown) {
        if (thrown == null) {
            return "";
        }
        return withTraces ? "\n" + Utils.stackTrace(thrown).strip() : ": " + thrown;
    }
}
