package io.minerstream.connect.converter;

import io.apicurio.registry.utils.converter.avro.AvroData;
import io.minerstream.schemas.serde.SchemaRegistry;
import io.minerstream.schemas.serde.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.data.SchemaAndValue;

/** From the wire format to Connect's data, by the writer's schema. Not thread-safe. */
final class WireReader {

    private record Reader(Schema schema, GenericDatumReader<Object> datum) {}

    private final SchemaRegistry registry;
    private final AvroData avroData;
    // Schema ids never change their meaning, and a topic has few of them.
    private final Map<Integer, Reader> byId = new HashMap<>();
    private BinaryDecoder decoder;

    WireReader(SchemaRegistry registry, AvroData avroData) {
        this.registry = registry;
        this.avroData = avroData;
    }

    SchemaAndValue read(String topic, byte[] message) {
        int id = WireFormat.schemaId(topic, message);
        Reader reader = byId.computeIfAbsent(id, this::newReader);
        Object datum = decode(topic, message, id, reader);
        // AvroData caches by Avro schema, and each id has one schema object here: same id, same Connect schema object.
        return avroData.toConnectData(reader.schema(), datum);
    }

    private Object decode(String topic, byte[] message, int id, Reader reader) {
        int length = message.length - WireFormat.PREFIX_LENGTH;
        decoder = DecoderFactory.get().binaryDecoder(message, WireFormat.PREFIX_LENGTH, length, decoder);
        try {
            Object datum = reader.datum().read(null, decoder);
            if (!decoder.isEnd()) {
                throw new SerializationException("topic %s: the message is longer than schema id %d says (%d bytes)"
                        .formatted(topic, id, message.length));
            }
            return datum;
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            // Avro reports a broken body by any of these.
            throw new SerializationException(
                    "topic %s: the message is no Avro data of schema id %d (%d bytes): %s"
                            .formatted(topic, id, message.length, e),
                    e);
        }
    }

    private Reader newReader(int id) {
        Schema schema = registry.byId(id);
        return new Reader(schema, new GenericDatumReader<>(schema));
    }
}
