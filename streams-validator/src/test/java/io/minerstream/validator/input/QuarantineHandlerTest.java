package io.minerstream.validator.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.schemas.serde.RegistryUnavailableException;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class QuarantineHandlerTest {

    private static final ConsumerRecord<byte[], byte[]> RECORD =
            new ConsumerRecord<>("miner-telemetry", 0, 7L, new byte[4], new byte[9]);

    private final ErrorHandlerContext context = new DefaultErrorHandlerContext(
            null,
            RECORD.topic(),
            RECORD.partition(),
            RECORD.offset(),
            RECORD.headers(),
            "judge",
            new TaskId(0, 0),
            RECORD.timestamp(),
            RECORD.key(),
            RECORD.value());

    @Test
    void shouldStopTheThreadWhenTheRegistryDoesNotAnswer() {
        Exception failure = new SerializationException(
                "no schema", new RegistryUnavailableException("no registry", new IllegalStateException()));

        DeserializationExceptionHandler.Response response = handler().handleError(context, RECORD, failure);

        assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.FAIL);
        assertThat(response.deadLetterQueueRecords()).isEmpty();
    }

    @Test
    void shouldStopTheThreadWhenOurOwnCodeFails() {
        ProcessingExceptionHandler.Response response = handler()
                .handleError(
                        context,
                        new org.apache.kafka.streams.processor.api.Record<>(1, 1, 0L),
                        new IllegalStateException("a bug"));

        assertThat(response.result()).isEqualTo(ProcessingExceptionHandler.Result.FAIL);
    }

    @Test
    void shouldContinueWhenBytesAreBroken() {
        DeserializationExceptionHandler.Response response =
                handler().handleError(context, RECORD, new SerializationException("no Avro"));

        assertThat(response.result()).isEqualTo(DeserializationExceptionHandler.Result.RESUME);
        assertThat(response.deadLetterQueueRecords()).hasSize(1);
        assertThat(response.deadLetterQueueRecords().get(0).topic()).isEqualTo("quarantine");
    }

    @Test
    void shouldRefuseToRunWithoutATopic() {
        assertThatThrownBy(() -> new QuarantineHandler().configure(Map.of()))
                .hasMessage("errors.dead.letter.queue.topic.name: must be set, got null");
    }

    private static QuarantineHandler handler() {
        QuarantineHandler handler = new QuarantineHandler();
        handler.configure(Map.of("errors.dead.letter.queue.topic.name", "quarantine"));
        return handler;
    }
}
