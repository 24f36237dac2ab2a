package io.minerstream.benchmarks;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.connect.converter.AvroConverter;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.signal.Signal;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.producer.signal.TimePoint;
import io.minerstream.schemas.serde.AvroRecordSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per reading between the wire format and Connect's data, on one thread. {@code byHand} is the limit: code for this one contract.
 * {@code generic} is Avro's reader alone, which a converter by way of Avro's records runs first.
 *
 * <pre>
 * mvn -Dquick package -pl benchmarks -am
 * java -jar benchmarks/target/benchmarks.jar ConverterBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ConverterBenchmark {

    private static final int MESSAGES = 4_096;
    private static final int PREFIX = 5;
    private static final long HOUR = 490_000;
    private static final int SITE = 5;
    private static final long SEED = 42;
    private static final String TOPIC = "miner-telemetry";
    private static final String REGISTRY = "mock://converter-benchmark";

    private final AvroConverter converter = new AvroConverter();
    private final AvroConverter contractConverter = new AvroConverter();
    private final GenericDatumReader<Object> generic = new GenericDatumReader<>(MinerTelemetry.getClassSchema());
    private final byte[][] messages = new byte[MESSAGES][];
    private Schema schema;
    private Struct row;
    private BinaryDecoder decoder;
    private int next;

    @Setup
    public void setUp() {
        converter.configure(Map.of("schema.registry.url", REGISTRY), false);
        contractConverter.configure(
                Map.of("schema.registry.url", REGISTRY, "reader.schema", "io.minerstream.avro.MinerTelemetry"), false);
        Fleet fleet = new SyntheticFleet(MESSAGES, SITE, SEED).load();
        TimePoint hour = TimePoint.hour(HOUR);
        Signal.Frame frame = SignalProfile.named("realistic").signal().at(SEED, SITE, hour);
        try (AvroRecordSerializer<MinerTelemetry> serializer = new AvroRecordSerializer<>()) {
            serializer.configure(Map.of("schema.registry.url", REGISTRY), false);
            for (int i = 0; i < MESSAGES; i++) {
                messages[i] = serializer.serialize(
                        TOPIC,
                        frame.read(fleet.minerId(i), fleet.status(i), fleet.baseline(i))
                                .at(Instant.ofEpochSecond(hour.startSecond())));
            }
        }
        SchemaAndValue first = converter.toConnectData(TOPIC, messages[0]);
        schema = first.schema();
        row = (Struct) first.value();
    }

    @TearDown
    public void tearDown() {
        converter.close();
        contractConverter.close();
    }

    /** By the schema of the record. */
    @Benchmark
    public SchemaAndValue read() {
        return converter.toConnectData(TOPIC, message());
    }

    /** As the contract, as our connectors do. */
    @Benchmark
    public SchemaAndValue readAsContract() {
        return contractConverter.toConnectData(TOPIC, message());
    }

    /** Avro's own reader, into its own records. */
    @Benchmark
    public Object generic() throws IOException {
        return generic.read(null, body());
    }

    /** Code for this contract alone. */
    @Benchmark
    public Struct byHand() throws IOException {
        BinaryDecoder in = body();
        Struct struct = new Struct(schema);
        int at = 0;
        for (Field field : schema.fields()) {
            struct.put(
                    field,
                    switch (at++) {
                        case 0 -> in.readInt();
                        case 1, 2 -> in.readDouble();
                        case 3 -> in.readIndex() == 0 ? null : (Object) in.readDouble();
                        case 4 -> in.readIndex() == 0 ? null : (Object) in.readInt();
                        case 5 -> Timestamp.toLogical(field.schema(), in.readLong());
                        default -> in.readLong();
                    });
        }
        return struct;
    }

    /** From Connect's data. */
    @Benchmark
    public byte[] write() {
        return converter.fromConnectData("copy", schema, row);
    }

    private BinaryDecoder body() {
        byte[] message = message();
        decoder = DecoderFactory.get().binaryDecoder(message, PREFIX, message.length - PREFIX, decoder);
        return decoder;
    }

    private byte[] message() {
        next = next + 1 == MESSAGES ? 0 : next + 1;
        return messages[next];
    }
}
