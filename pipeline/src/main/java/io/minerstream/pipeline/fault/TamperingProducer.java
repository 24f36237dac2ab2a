package io.minerstream.pipeline.fault;

import io.minerstream.avro.Evidence;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.pipeline.fault.FaultPlan.Reading;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Withholds, doubles and changes the readings of a plan, in the transactions of their run. The publisher takes them for sent: the
 * withheld one is acknowledged with the next flush. Thread-safe, as Kafka's own.
 */
final class TamperingProducer extends KafkaProducer<byte[], SpecificRecord> {

    private static final long NO_OFFSET = -1;

    private final FaultPlan plan;
    private final Map<Reading, Evidence> places;
    private final AtomicReference<Runnable> withheld = new AtomicReference<>();

    /**
     * @param places takes where the second of two equal readings, and the one out of range, are; thread-safe
     */
    TamperingProducer(Map<String, Object> settings, FaultPlan plan, Map<Reading, Evidence> places) {
        super(settings);
        this.plan = plan;
        this.places = places;
    }

    // A failure goes to the callback.
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public Future<RecordMetadata> send(ProducerRecord<byte[], SpecificRecord> record, Callback callback) {
        if (!(record.value() instanceof MinerTelemetry reading)) {
            return super.send(record, callback);
        }
        if (plan.withheld().is(reading)) {
            RecordMetadata nowhere = new RecordMetadata(
                    new TopicPartition(record.topic(), record.partition()), NO_OFFSET, 0, record.timestamp(), 0, 0);
            withheld.set(() -> callback.onCompletion(nowhere, null));
            return CompletableFuture.completedFuture(nowhere);
        }
        if (plan.doubled().is(reading)) {
            super.send(record, callback);
            return super.send(record, noted(plan.doubled(), (metadata, failure) -> {}));
        }
        if (plan.outOfRange().is(reading)) {
            MinerTelemetry hot = MinerTelemetry.newBuilder(reading)
                    .setTemperature(FaultPlan.TEMPERATURE_C)
                    .build();
            return super.send(
                    new ProducerRecord<>(
                            record.topic(),
                            record.partition(),
                            record.timestamp(),
                            record.key(),
                            hot,
                            record.headers()),
                    noted(plan.outOfRange(), callback));
        }
        return super.send(record, callback);
    }

    /** The callback, after the place of the record is known. */
    private Callback noted(Reading reading, Callback callback) {
        return (metadata, failure) -> {
            if (failure == null) {
                places.put(reading, new Evidence(metadata.topic(), metadata.partition(), metadata.offset()));
            }
            callback.onCompletion(metadata, failure);
        };
    }

    // By then Kafka's network thread reports no more acknowledgements, which callbacks count without a lock.
    @Override
    public void flush() {
        super.flush();
        Runnable acknowledgement = withheld.getAndSet(null);
        if (acknowledgement != null) {
            acknowledgement.run();
        }
    }
}
