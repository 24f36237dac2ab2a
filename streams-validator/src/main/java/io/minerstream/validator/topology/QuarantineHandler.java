package io.minerstream.validator.topology;

import io.minerstream.schemas.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what cannot be decoded, and what {@link RefusedRecordException} refuses, to the topic of {@code
 * errors.dead.letter.queue.topic.name}: a {@link QuarantinedRecord copy}, plus Kafka's own {@code __streams.errors.*} headers. Every other failure, such as a registry that does not answer, stops the stream thread: the record is not to blame.
 *
 * <p>Kafka instantiates it once for each of the two settings.
 */
public final class QuarantineHandler implements DeserializationExceptionHandler, ProcessingExceptionHandler {

    /** Why the record is in the quarantine. */
    public static final String MESSAGE = "__streams.errors.message";

    public static final String EXCEPTION = "__streams.errors.exception";
    public static final String TOPIC = "__streams.errors.topic";
    public static final String PARTITION = "__streams.errors.partition";
    public static final String OFFSET = "__streams.errors.offset";

    private static final Logger LOG = LoggerFactory.getLogger(QuarantineHandler.class);

    private String quarantineTopic;
    private ValidatorCounters counters;

    @Override
    public void configure(Map<String, ?> configs) {
        quarantineTopic = (String) configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG);
        if (quarantineTopic == null) {
            throw new IllegalArgumentException(
                    StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG + ": must be set, got null");
        }
        counters = ValidatorCounters.of(configs);
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException) {
                return DeserializationExceptionHandler.Response.fail();
            }
        }
        // Kafka itself logs a warning for each record that is skipped here.
        return DeserializationExceptionHandler.Response.resume(
                List.of(quarantined(context, record.key(), record.value(), record.headers(), exception)));
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (!(exception instanceof RefusedRecordException)) {
            return ProcessingExceptionHandler.Response.fail();
        }
        LOG.atWarn()
                .addKeyValue("topic", context.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .log("record refused, sent to {}: {}", quarantineTopic, exception.getMessage());
        return ProcessingExceptionHandler.Response.resume(List.of(
                quarantined(context, context.sourceRawKey(), context.sourceRawValue(), context.headers(), exception)));
    }

    private ProducerRecord<byte[], byte[]> quarantined(
            ErrorHandlerContext context, byte[] key, byte[] value, Headers headers, Exception reason) {
        ProducerRecord<byte[], byte[]> quarantined =
                QuarantinedRecord.of(quarantineTopic, Math.max(0, context.timestamp()), key, value, headers);
        add(quarantined, EXCEPTION, reason.getClass().getName());
        add(quarantined, MESSAGE, RefusedRecordException.shorten(String.valueOf(reason.getMessage())));
        add(quarantined, TOPIC, context.topic());
        add(quarantined, PARTITION, String.valueOf(context.partition()));
        add(quarantined, OFFSET, String.valueOf(context.offset()));
        counters.quarantined();
        return quarantined;
    }

    private static void add(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
