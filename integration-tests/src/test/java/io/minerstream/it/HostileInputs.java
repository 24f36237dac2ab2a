package io.minerstream.it;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Watermark;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.schemas.topic.RecordKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;

/** Records that a validator must not take, of each of its inputs; {@link #MARK} is among their headers. */
final class HostileInputs implements AutoCloseable {

    /** Header of records that belong into the quarantine. */
    static final String MARK = "hostile";

    private static final Instant FAR = Instant.ofEpochMilli(Long.MAX_VALUE / 2);
    private static final Instant NEGATIVE = Instant.ofEpochMilli(-1);
    private static final String DEEP = "[{".repeat(2_000) + "\0";
    private static final int[] INTERVALS = {0, 7, 3600, 99_999};
    private static final int HUGE = 200_000;
    private static final int UNKNOWN_SCHEMA = 1_000_000;

    private final Connections connections;
    private final int miner;
    private final TimeRange range;
    private final Random random;
    private final Serde<MinerTelemetry> readings;
    private final Serde<HostingMiner> miners;
    private final Serde<Watermark> watermarks;

    /** @param miner one that the roster has */
    HostileInputs(Connections connections, int miner, TimeRange range, long seed) {
        this.connections = connections;
        this.miner = miner;
        this.range = range;
        this.random = new Random(seed);
        this.readings = AvroRecordSerde.of(MinerTelemetry.class, connections.kafkaProperties());
        this.miners = AvroRecordSerde.of(HostingMiner.class, connections.kafkaProperties());
        this.watermarks = AvroRecordSerde.of(Watermark.class, connections.kafkaProperties());
    }

    ProducerRecord<byte[], byte[]> reading(int kind) {
        String topic = connections.topics().telemetry();
        byte[] key = RecordKey.of(miner);
        byte[] valid = reading(it -> {});
        return switch (kind % 16) {
            case 8 -> hostile(topic, null, valid);
            case 9 -> hostile(topic, Arrays.copyOf(key, random.nextInt(4)), valid);
            case 10 -> hostile(topic, RecordKey.of(miner + 1), valid);
            case 11 -> hostile(topic, key, reading(it -> it.setRecordedAt(random.nextBoolean() ? FAR : NEGATIVE)));
            case 12 -> hostile(topic, key, valid, header("hostile0/" + INTERVALS[random.nextInt(INTERVALS.length)]));
            case 13 -> hostile(topic, key, bytes(DEEP));
            case 14 ->
                hostile(topic, key, reading(it -> it.setRecordedAt(Instant.now().plusSeconds(9999))));
            case 15 -> hostile(topic, key, roster(it -> {}));
            default -> undecodable(topic, key, valid, kind);
        };
    }

    /** A reading that is judged: its values are wrong, not its form. */
    ProducerRecord<byte[], byte[]> wrong(RunId run, int hour) {
        double[] values = {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, -1, Double.MAX_VALUE};
        double value = values[random.nextInt(values.length)];
        byte[] reading = reading(it -> {
            it.setHashrate(value);
            it.setTemperature(value);
            it.setRecordedAt(range.at(hour));
        });
        Headers headers =
                new RecordHeaders().add(RunHeader.NAME, RunHeader.hourly(run).bytes());
        return new ProducerRecord<>(
                connections.topics().telemetry(),
                0,
                range.at(hour).toEpochMilli(),
                RecordKey.of(miner),
                reading,
                headers);
    }

    /** Null with a key that fits is none of them: it removes the miner. */
    ProducerRecord<byte[], byte[]> rosterEntry(int kind) {
        String topic = connections.topics().miners();
        byte[] key = RecordKey.of(miner);
        return switch (kind % 12) {
            // Brokers refuse a null key in a compacted topic.
            case 8 -> hostile(topic, Arrays.copyOf(key, 5 + random.nextInt(99)), null);
            case 9 -> hostile(topic, Arrays.copyOf(key, random.nextInt(4)), roster(it -> {}));
            case 10 -> hostile(topic, RecordKey.of(miner + 1), roster(it -> {}));
            case 11 -> hostile(topic, key, roster(it -> it.setStatus(DEEP)));
            default -> undecodable(topic, key, roster(it -> {}), kind % 8 == 5 ? kind + 1 : kind);
        };
    }

    ProducerRecord<byte[], byte[]> watermark(int kind) {
        String topic = connections.topics().watermarks();
        byte[] key = RecordKey.of(0);
        return switch (kind % 20) {
            case 8 -> hostile(topic, new byte[3], watermark(it -> {}));
            case 9 ->
                hostile(topic, key, watermark(it -> it.setRunId(random.nextBoolean() ? DEEP : "\0\0\0\0\0\0\0\0")));
            case 10 -> hostile(topic, key, watermark(it -> it.setIntervalSeconds(random.nextInt(8) - 7)));
            case 11 -> hostile(topic, key, watermark(it -> it.setIntervalSeconds(7)));
            case 12 -> hostile(topic, key, watermark(it -> it.setRunTo(it.getRunFrom())));
            case 13 -> hostile(topic, key, watermark(it -> it.setRunTo(FAR)));
            case 14 -> hostile(topic, key, watermark(it -> it.setRunFrom(NEGATIVE)));
            case 15 -> hostile(topic, key, watermark(it -> it.setClosed(range.to())));
            case 16 -> hostile(topic, key, watermark(it -> it.setRecords(Long.MIN_VALUE)));
            case 17 -> hostile(topic, key, watermark(it -> it.setPartition(random.nextInt())));
            case 18 -> hostile(topic, key, watermark(it -> it.setPartitions(Integer.MIN_VALUE)));
            case 19 -> hostile(topic, key, reading(it -> {}));
            default -> undecodable(topic, key, watermark(it -> {}), kind);
        };
    }

    /** Of any topic; the first eight kinds. */
    private ProducerRecord<byte[], byte[]> undecodable(String topic, byte[] key, byte[] valid, int kind) {
        return switch (kind % 8) {
            case 0 -> hostile(topic, key, random(random.nextInt(64)));
            case 1 -> hostile(topic, key, Arrays.copyOf(valid, random.nextInt(valid.length)));
            case 2 ->
                hostile(
                        topic,
                        key,
                        ByteBuffer.wrap(valid.clone())
                                .put(0, (byte) (1 + random.nextInt(255)))
                                .array());
            case 3 ->
                hostile(
                        topic,
                        key,
                        ByteBuffer.wrap(valid.clone()).putInt(1, UNKNOWN_SCHEMA).array());
            case 4 -> hostile(topic, key, Arrays.copyOf(valid, valid.length + 1 + random.nextInt(9)));
            case 5 -> hostile(topic, key, null);
            case 6 -> hostile(topic, key, new byte[0]);
            default ->
                hostile(topic, key, kind % 800 == 7 ? random(HUGE) : bytes("{\"miner_id\": 1, \"hashrate\": NaN}\0"));
        };
    }

    private byte[] reading(Consumer<MinerTelemetry> change) {
        MinerTelemetry reading = new MinerTelemetry(miner, 110.0, 3250.0, 72.5, 5000, range.from(), 0L, 0L);
        return serialized(readings, connections.topics().telemetry(), reading, change);
    }

    private byte[] roster(Consumer<HostingMiner> change) {
        HostingMiner entry = HostingMiner.newBuilder()
                .setMinerId(miner)
                .setSiteId(8)
                .setSerialNumber("serial")
                .build();
        return serialized(miners, connections.topics().miners(), entry, change);
    }

    private byte[] watermark(Consumer<Watermark> change) {
        Watermark watermark = new Watermark("hostile0", 8, range.from(), range.to(), 3600, range.from(), 1L, 0, 1);
        return serialized(watermarks, connections.topics().watermarks(), watermark, change);
    }

    private static <T extends SpecificRecord> byte[] serialized(
            Serde<T> serde, String topic, T value, Consumer<T> change) {
        change.accept(value);
        return serde.serializer().serialize(topic, value);
    }

    private ProducerRecord<byte[], byte[]> hostile(String topic, byte[] key, byte[] value) {
        return hostile(topic, key, value, new RecordHeaders());
    }

    private ProducerRecord<byte[], byte[]> hostile(String topic, byte[] key, byte[] value, Headers headers) {
        headers.add(MARK, new byte[0]);
        return new ProducerRecord<>(topic, 0, range.from().toEpochMilli(), key, value, headers);
    }

    private static Headers header(String run) {
        return new RecordHeaders().add(RunHeader.NAME, bytes(run));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        readings.close();
        miners.close();
        watermarks.close();
    }
}
