package io.minerstream.it;

import io.minerstream.avro.SimulationRun;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * A copy of an hourly run of the shared pipeline under another topic prefix, to be tampered with.
 *
 * @param run the run
 * @param topics of the copy
 */
record RunCopy(RunId run, TopicNames topics) {

    /**
     * Copies the whole roster, and manifest and telemetry of the run.
     *
     * @param manifest changes the manifest
     * @param telemetry what becomes of a record
     */
    Connections write(
            Function<SimulationRun, SimulationRun> manifest,
            Function<ConsumerRecord<byte[], byte[]>, List<ProducerRecord<byte[], byte[]>>> telemetry)
            throws Exception {
        Connections source = SharedPipeline.connections();
        Connections target = Connections.embedded(SharedPipeline.endpoints(), topics);
        Preparation.ofAll(target, new TopicSettings(6, (short) 1), null).prepare();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> entry : RawTopic.read(source, TopicNames.DEFAULT.miners())) {
            records.add(new ProducerRecord<>(
                    topics.miners(), entry.partition(), entry.timestamp(), entry.key(), entry.value()));
        }
        records.add(new ProducerRecord<>(
                topics.runs(), run.text().getBytes(StandardCharsets.UTF_8), manifest(source, manifest)));
        for (ConsumerRecord<byte[], byte[]> record : RawTopic.read(source, TopicNames.DEFAULT.telemetry())) {
            if (isOfRun(record)) {
                records.addAll(telemetry.apply(record));
            }
        }
        RawTopic.send(target, records);
        return target;
    }

    private boolean isOfRun(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(RunHeader.NAME))
                .flatMap(header -> RunHeader.parse(header.value()))
                .filter(RunHeader.hourly(run)::equals)
                .isPresent();
    }

    private byte[] manifest(Connections source, Function<SimulationRun, SimulationRun> change) {
        try (Serde<SimulationRun> serde = AvroRecordSerde.of(SimulationRun.class, source.kafkaProperties())) {
            SimulationRun last = null;
            for (ConsumerRecord<byte[], byte[]> record : RawTopic.read(source, TopicNames.DEFAULT.runs())) {
                if (new String(record.key(), StandardCharsets.UTF_8).equals(run.text())) {
                    last = serde.deserializer().deserialize(record.topic(), record.value());
                }
            }
            return serde.serializer().serialize(topics.runs(), change.apply(last));
        }
    }

    /** A telemetry record as it is. */
    ProducerRecord<byte[], byte[]> unchanged(ConsumerRecord<byte[], byte[]> record) {
        return with(record, record.partition(), record.timestamp(), record.key(), record.value());
    }

    /** A telemetry record with everything but its headers replaced. */
    ProducerRecord<byte[], byte[]> with(
            ConsumerRecord<byte[], byte[]> record, int partition, long timestamp, byte[] key, byte[] value) {
        return new ProducerRecord<>(topics.telemetry(), partition, timestamp, key, value, record.headers());
    }
}
