package io.minerstream.validator.input;

import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.validator.monitor.ValidatorCounters;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends roster entries and watermarks that cannot be decoded, and those that {@link RefusedRecordException} refuses, to the topic of {@code
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

    private Quarantine quarantine;

    @Override
    public void configure(Map<String, ?> configs) {
        String topic = (String) configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG);
        if (topic == null) {
            throw new IllegalArgumentException(
                    StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG + ": must be set, got null");
        }
        quarantine = new Quarantine(topic, ValidatorCounters.of(configs));
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException) {
                return DeserializationExceptionHandler.Response.fail();
            }
        }
        return DeserializationExceptionHandler.Response.resume(List.of(quarantine.copy(record, exception)));
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (!(exception instanceof RefusedRecordException)) {
            return ProcessingExceptionHandler.Response.fail();
        }
        return ProcessingExceptionHandler.Response.resume(List.of(quarantine.copy(
                new TopicPartition(context.topic(), context.partition()),
                context.offset(),
                context.timestamp(),
                context.sourceRawKey(),
                context.sourceRawValue(),
                context.headers(),
                exception)));
    }
}
