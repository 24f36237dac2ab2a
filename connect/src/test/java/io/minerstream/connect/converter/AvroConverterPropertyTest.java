package io.minerstream.connect.converter;

import static io.minerstream.connect.converter.RandomAvro.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.serde.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;

/** Random schemas and values: the converter against Avro's own reader. */
class AvroConverterPropertyTest {

    private static final Map<String, ?> CONFIG = Map.of(
            RegistryConfig.URL,
            "mock://properties",
            ConverterConfig.ENHANCED_SCHEMAS,
            "true",
            ConverterConfig.KEEP_NULLS,
            "true");

    // One for all tries: it logs one line a minute.
    private static AvroConverter converter;
    private static SchemaRegistry registry;

    @BeforeContainer
    static void configure() {
        registry = SchemaRegistry.connect(CONFIG);
        converter = new AvroConverter();
        converter.configure(CONFIG, false);
    }

    @AfterContainer
    static void close() {
        converter.close();
        registry.close();
    }

    @Property(tries = 500)
    void shouldWriteWhatItReads(@ForAll long seed) throws IOException {
        RandomAvro avro = new RandomAvro(seed);
        Schema schema = avro.schema();
        Object value = avro.value(schema);

        SchemaAndValue data = converter.toConnectData("t", message(schema, encoded(schema, value)));
        byte[] written = converter.fromConnectData("copy", data.schema(), data.value());

        Schema copied = registry.byId(WireFormat.schemaId("copy", written));
        assertThat(read(copied, schema, body(written))).isEqualTo(read(schema, schema, encoded(schema, value)));
        // And once more: what it has written itself.
        SchemaAndValue again = converter.toConnectData("copy", written);
        assertThat(again.schema()).isEqualTo(data.schema());
        assertThat(again.value()).isEqualTo(data.value());
    }

    /** Avro reads the value as the other version, and its outcome is read as itself; the plan must do both in one. */
    @Property(tries = 1_000)
    void shouldReadOtherVersionsAsAvroDoes(@ForAll long seed) throws IOException {
        RandomAvro avro = new RandomAvro(seed);
        Schema writer = avro.schema();
        Schema reader = avro.version(writer);
        byte[] body = encoded(writer, avro.value(writer));
        org.apache.kafka.connect.data.Schema target = new ConnectSchemas(new ConverterConfig(CONFIG)).of(reader);
        Object expected;
        try {
            expected = read(writer, reader, body);
        } catch (AvroRuntimeException e) {
            assertThatExceptionOfType(AvroRuntimeException.class)
                    .isThrownBy(() -> converted(writer, reader, target, body));
            return;
        }

        Object found = converted(writer, reader, target, body);

        assertThat(found).isEqualTo(converted(reader, reader, target, encoded(reader, expected)));
    }

    /** Whatever bytes come: a value, or a fault of this record that Connect can send to the dead letters. */
    @Property(tries = 1_000)
    void shouldFailOnNoBytesOtherwiseThanAsTheirFault(@ForAll long seed) {
        RandomAvro avro = new RandomAvro(seed);
        Random random = new Random(seed);
        Schema schema = avro.schema();
        byte[] good = message(schema, encoded(schema, avro.value(schema)));
        for (int i = 0; i < 20; i++) {
            byte[] bad = mutated(good, random);
            SchemaAndValue read;
            try {
                read = converter.toConnectData("t", bad);
            } catch (DataException e) {
                assertThat(e).hasMessageStartingWith("topic t: ");
                continue;
            }
            assertThat(converter.fromConnectData("copy", read.schema(), read.value()))
                    .isNotEmpty();
        }
    }

    /** The same bytes through a plan that skips most of them. */
    @Property(tries = 500)
    void shouldSkipNoBytesForEver(@ForAll long seed) throws IOException {
        RandomAvro avro = new RandomAvro(seed);
        Random random = new Random(seed);
        Schema writer = avro.schema();
        ReadStep skip = SkipPlan.of(writer);
        byte[] body = encoded(writer, avro.value(writer));
        var decoder = DecoderFactory.get().binaryDecoder(body, null);
        skip.read(decoder);
        assertThat(decoder.isEnd()).isTrue();

        for (int i = 0; i < 20; i++) {
            try {
                skip.read(DecoderFactory.get().binaryDecoder(mutated(body, random), null));
            } catch (IOException | RuntimeException e) {
                assertThat(e).isNotNull();
            }
        }
    }

    /** Cut off, lengthened, a byte changed, or a length of billions put in. */
    private static byte[] mutated(byte[] good, Random random) {
        int from = Math.min(WireFormat.PREFIX_LENGTH, good.length);
        int at = from + random.nextInt(good.length - from + 1);
        byte[] bad = Arrays.copyOf(good, good.length + random.nextInt(3));
        switch (random.nextInt(4)) {
            case 0 -> bad = Arrays.copyOf(good, at);
            case 1 -> {
                if (at < bad.length) {
                    bad[at] = (byte) random.nextInt();
                }
            }
            case 2 -> {
                for (int i = at; i < Math.min(bad.length, at + 1 + random.nextInt(9)); i++) {
                    bad[i] = (byte) 0xff;
                }
            }
            default -> {
                for (int i = at; i < Math.min(bad.length, at + 4); i++) {
                    bad[i] = i == at + 3 ? (byte) (0x0e + random.nextInt(2)) : (byte) 0xff;
                }
            }
        }
        return bad;
    }

    private static byte[] message(Schema schema, byte[] body) {
        int id = registry.register("s" + schema.hashCode(), schema, false);
        return ByteBuffer.allocate(WireFormat.PREFIX_LENGTH + body.length)
                .put(WireFormat.prefix(id))
                .put(body)
                .array();
    }

    private static byte[] body(byte[] message) {
        return Arrays.copyOfRange(message, WireFormat.PREFIX_LENGTH, message.length);
    }

    private static Object converted(
            Schema writer, Schema reader, org.apache.kafka.connect.data.Schema target, byte[] body) throws IOException {
        return ReadPlan.of(writer, reader, target).read(DecoderFactory.get().binaryDecoder(body, null));
    }

    private static Object read(Schema writer, Schema reader, byte[] body) throws IOException {
        // A stream that does not know its length: for one that does, Avro 1.12.2 wants of each element of an array the
        // bytes that the
        // reader's schema needs, not the writer's, and refuses good records
        // (GenericDatumReader.ensureAvailableCollectionBytes).
        InputStream stream = new SequenceInputStream(new ByteArrayInputStream(body), InputStream.nullInputStream());
        return new GenericDatumReader<>(writer, reader)
                .read(null, DecoderFactory.get().directBinaryDecoder(stream, null));
    }
}
