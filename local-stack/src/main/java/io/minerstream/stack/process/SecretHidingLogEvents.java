package io.minerstream.stack.process;

import io.minerstream.schemas.access.Secrets;
import java.util.List;
import org.apache.kafka.common.utils.Utils;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.LogEventFactory;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;

/** Hides secrets in messages, key-values and exceptions of log events; for Log4j2's property {@code log4j2.logEventFactory}. */
public final class SecretHidingLogEvents implements LogEventFactory {

    @Override
    public LogEvent createEvent(
            String logger, Marker marker, String fqcn, Level level, Message message, List<Property> more, Throwable e) {
        LogEvent event = new Log4jLogEvent(logger, marker, fqcn, level, message, more, e);
        SortedArrayStringMap pairs = new SortedArrayStringMap();
        event.getContextData()
                .forEach((key, value) -> pairs.putValue(key, Secrets.hideInText(Secrets.hideInSetting(key, value))));
        return new Log4jLogEvent.Builder(event)
                .setMessage(new SimpleMessage(Secrets.hideInText(message.getFormattedMessage())))
                .setThrown(e == null ? null : hidden(e))
                .setContextData(pairs)
                .build();
    }

    /** The exception, or one without frames around its trace if that holds secrets. */
    private static Throwable hidden(Throwable e) {
        String trace = Utils.stackTrace(e);
        String shown = Secrets.hideInText(trace);
        if (shown.equals(trace)) {
            return e;
        }
        Throwable hidden = new Throwable(shown);
        hidden.setStackTrace(new StackTraceElement[0]);
        return hidden;
    }
}
