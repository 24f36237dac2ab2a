package io.minerstream.connect.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.minerstream.avro.MinerTelemetry;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/**
 * Messages as Confluent's serializer writes them, byte by byte from the Avro specification. Numbers are zigzag: 0, -1, 1, -2 are 00, 01, 02,
 * 03; seven bits a byte, the lowest first.
 */
class WireFixturesTest {

    private static final String PREFIX =
            """
            00          | magic byte
            00 00 00 01 | schema id 1
            """;

    @Test
    void shouldReadAndWriteTelemetry() {
        try (WireFixture fixture = WireFixture.of(
                MinerTelemetry.getClassSchema(),
                PREFIX
                        + """
                        22                      | miner_id 17
                        00 00 00 00 00 10 5b 40 | hashrate 108.25
                        00 00 00 00 00 ed a8 40 | power_consumption 3190.5
                        02                      | temperature: type 1 of the union
                        00 00 00 00 00 e0 51 40 | 71.5
                        00                      | fan_speed: type 0 of the union, null
                        82 fa b3 ec d3 66       | recorded_at 1763600400001
                        fc 27                   | accepted_shares 2558
                        08                      | rejected_shares 4
                        """)) {
            SchemaAndValue data = fixture.read();

            Struct row = (Struct) data.value();
            assertThat(data.schema().name()).isEqualTo("io.minerstream.avro.MinerTelemetry");
            assertThat(row.getInt32("miner_id")).isEqualTo(17);
            assertThat(row.getFloat64("hashrate")).isEqualTo(108.25);
            assertThat(row.getFloat64("power_consumption")).isEqualTo(3190.5);
            assertThat(row.getFloat64("temperature")).isEqualTo(71.5);
            assertThat(row.get("fan_speed")).isNull();
            assertThat(row.get("recorded_at")).isEqualTo(Date.from(Instant.parse("2025-11-20T01:00:00.001Z")));
            assertThat(row.getInt64("accepted_shares")).isEqualTo(2558);
            assertThat(row.getInt64("rejected_shares")).isEqualTo(4);
            assertThat(data.schema().field("accepted_shares").schema().defaultValue())
                    .isEqualTo(0L);
            assertThat(fixture.writtenBody(data)).isEqualTo(fixture.body());
        }
    }

    @Test
    void shouldReadAndWriteLogicalTypes() {
        try (WireFixture fixture = WireFixture.of(
                """
                {"type": "record", "name": "Times", "namespace": "a.b", "fields": [
                  {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                  {"name": "time", "type": {"type": "int", "logicalType": "time-millis"}},
                  {"name": "time_us", "type": {"type": "long", "logicalType": "time-micros"}},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "at_us", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "at_ns", "type": {"type": "long", "logicalType": "timestamp-nanos"}},
                  {"name": "local", "type": {"type": "long", "logicalType": "local-timestamp-millis"}},
                  {"name": "local_us", "type": {"type": "long", "logicalType": "local-timestamp-micros"}},
                  {"name": "local_ns", "type": {"type": "long", "logicalType": "local-timestamp-nanos"}},
                  {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
                  {"name": "debt", "type": {"type": "fixed", "name": "Debt", "size": 3, "logicalType": "decimal", "precision": 6}},
                  {"name": "id", "type": {"type": "string", "logicalType": "uuid"}}]}
                """,
                PREFIX
                        + """
                        f8 be 02                   | day 20412 since 1970-01-01
                        80 ba b7 03                | time 3600000 ms, one o'clock
                        f6 91 9d e9 1a             | time_us 3600000123
                        82 fa b3 ec d3 66          | at 1763600400001
                        d4 9f f1 f5 86 ff a1 06    | at_us 1763600400001002
                        a6 a8 df fc 88 ce c8 f9 30 | at_ns 1763600400001002003
                        82 fa b3 ec d3 66          | local 1763600400001
                        d4 9f f1 f5 86 ff a1 06    | local_us 1763600400001002
                        a6 a8 df fc 88 ce c8 f9 30 | local_ns 1763600400001002003
                        04                         | price: 2 bytes
                        30 39                      | unscaled 12345, two's complement, high byte first
                        ff ff fe                   | debt: -2 in the three bytes of the type, scale 0
                        48                         | id: 36 bytes
                        30 62 35 61 31 65 37 63 2d 36 66 35 64 2d 34 62 38 65 2d 39 61 33 63 2d 32 64 31 66 30 65 39 62 38 61 37 63
                        """)) {
            SchemaAndValue data = fixture.read();

            Struct times = (Struct) data.value();
            assertThat(times.get("day")).isEqualTo(Date.from(Instant.parse("2025-11-20T00:00:00Z")));
            assertThat(times.get("time")).isEqualTo(Date.from(Instant.parse("1970-01-01T01:00:00Z")));
            assertThat(times.get("time_us")).isEqualTo(3_600_000_123L);
            assertThat(times.get("at")).isEqualTo(Date.from(Instant.parse("2025-11-20T01:00:00.001Z")));
            assertThat(times.get("at_us")).isEqualTo(1_763_600_400_001_002L);
            assertThat(times.get("at_ns")).isEqualTo(1_763_600_400_001_002_003L);
            assertThat(times.get("local")).isEqualTo(1_763_600_400_001L);
            assertThat(times.get("local_us")).isEqualTo(1_763_600_400_001_002L);
            assertThat(times.get("local_ns")).isEqualTo(1_763_600_400_001_002_003L);
            assertThat(times.get("price")).isEqualTo(new BigDecimal("123.45"));
            assertThat(times.get("debt")).isEqualTo(new BigDecimal("-2"));
            assertThat(times.get("id")).isEqualTo("0b5a1e7c-6f5d-4b8e-9a3c-2d1f0e9b8a7c");
            assertThat(data.schema().fields())
                    .extracting(field -> field.schema().name())
                    .containsExactly(
                            "org.apache.kafka.connect.data.Date",
                            "org.apache.kafka.connect.data.Time",
                            "io.debezium.time.MicroTime",
                            "org.apache.kafka.connect.data.Timestamp",
                            "io.debezium.time.MicroTimestamp",
                            "io.debezium.time.NanoTimestamp",
                            "io.debezium.time.Timestamp",
                            "io.debezium.time.MicroTimestamp",
                            "io.debezium.time.NanoTimestamp",
                            "org.apache.kafka.connect.data.Decimal",
                            "org.apache.kafka.connect.data.Decimal",
                            "io.debezium.data.Uuid");
            assertThat(data.schema().field("price").schema().parameters())
                    .containsExactly(entry("scale", "2"), entry("connect.decimal.precision", "9"));
            // Written as bytes of any length, which a decimal is in Connect.
            assertThat(fixture.writtenBody(data)).isEqualTo(fixture.body().replace("ff ff fe", "02 fe"));
        }
    }

    @Test
    void shouldReadAndWriteNestedTypes() {
        try (WireFixture fixture = WireFixture.of(
                """
                {"type": "record", "name": "Site", "namespace": "a.b", "fields": [
                  {"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["ON", "OFF"], "default": "OFF"}},
                  {"name": "serial", "type": {"type": "fixed", "name": "Serial", "size": 2}},
                  {"name": "blob", "type": "bytes"},
                  {"name": "flag", "type": "boolean"},
                  {"name": "ratio", "type": "float"},
                  {"name": "place", "type": {"type": "record", "name": "Place", "fields": [
                    {"name": "name", "type": "string"}]}},
                  {"name": "former", "type": ["null", "Place"], "default": null},
                  {"name": "boards", "type": {"type": "array", "items": ["null", "int"]}},
                  {"name": "labels", "type": {"type": "map", "values": "string"}},
                  {"name": "value", "type": ["null", "string", "long", "Place", "Status"]}]}
                """,
                PREFIX
                        + """
                        02                | status: symbol 1, OFF
                        ca fe             | serial, without a length
                        04 01 02          | blob: 2 bytes
                        01                | flag true
                        00 00 00 3f       | ratio 0.5
                        0c                | place.name: 6 bytes
                        e7 9f bf e6 9c ba | two characters in UTF-8
                        00                | former: type 0, null
                        04                | boards: a block of 2 elements
                        02 d8 04          | type 1, 300
                        00                | type 0, null
                        00                | the end of boards
                        02                | labels: a block of 1 entry
                        02 61             | key: 1 byte, a
                        02 62             | value: 1 byte, b
                        00                | the end of labels
                        06                | value: type 3, Place
                        02 78             | its name: 1 byte, x
                        """)) {
            SchemaAndValue data = fixture.read();

            Struct site = (Struct) data.value();
            assertThat(site.getString("status")).isEqualTo("OFF");
            assertThat(site.getBytes("serial")).isEqualTo(new byte[] {(byte) 0xca, (byte) 0xfe});
            assertThat(site.get("blob")).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
            assertThat(site.getBoolean("flag")).isTrue();
            assertThat(site.getFloat32("ratio")).isEqualTo(0.5f);
            assertThat(site.getStruct("place").getString("name")).isEqualTo("矿机");
            assertThat(site.get("former")).isNull();
            assertThat(site.<Integer>getArray("boards")).containsExactly(300, null);
            assertThat(site.<String, String>getMap("labels")).containsExactly(entry("a", "b"));
            Struct value = site.getStruct("value");
            assertThat(value.schema().name()).isEqualTo("io.confluent.connect.avro.Union");
            assertThat(value.schema().isOptional()).isTrue();
            assertThat(value.schema().fields())
                    .extracting(Field::name)
                    .containsExactly("string", "long", "a.b.Place", "a.b.Status");
            assertThat(value.get("string")).isNull();
            assertThat(value.getStruct("a.b.Place").getString("name")).isEqualTo("x");
            assertThat(data.schema().field("status").schema().parameters())
                    .containsExactly(
                            entry("io.confluent.connect.avro.enum.default.Status", "OFF"),
                            entry("io.confluent.connect.avro.Enum", "a.b.Status"),
                            entry("io.confluent.connect.avro.Enum.ON", "ON"),
                            entry("io.confluent.connect.avro.Enum.OFF", "OFF"));
            assertThat(data.schema().field("serial").schema().parameters())
                    .containsExactly(entry("connect.fixed.size", "2"));
            assertThat(fixture.writtenBody(data)).isEqualTo(fixture.body());
        }
    }

    /** Other languages write arrays and maps in several blocks, with their sizes in bytes. */
    @Test
    void shouldReadBlocksWithTheirSizes() {
        try (WireFixture fixture = WireFixture.of(
                """
                {"type": "array", "items": {"type": "map", "values": "int"}}
                """,
                PREFIX
                        + """
                        01       | a block of -1: 1 element, and the size follows
                        0c       | 6 bytes
                        01       | a map: a block of -1, 1 entry
                        06       | 3 bytes
                        02 61 02 | a: 1
                        00       | the end of the map
                        02       | a block of 1 element
                        00       | a map without entries
                        00       | the end of the array
                        """)) {
            assertThat(fixture.read().value()).isEqualTo(List.of(Map.of("a", 1), Map.of()));
        }
    }

    /** As Confluent's converter writes what Avro lacks. */
    @Test
    void shouldReadAndWriteTypesThatOnlyConnectHas() {
        try (WireFixture fixture = WireFixture.of(
                """
                {"type": "record", "name": "ConnectDefault", "namespace": "io.confluent.connect.avro", "fields": [
                  {"name": "tiny", "type": {"type": "int", "connect.type": "int8"}},
                  {"name": "small", "type": [{"type": "int", "connect.type": "int16", "connect.default": 7}, "null"], "default": 7},
                  {"name": "named", "type": {"type": "string", "connect.name": "a.Name", "connect.version": 3,
                    "connect.doc": "a doc", "connect.parameters": {"k": "v"}}},
                  {"name": "by_number", "type": {"type": "array", "items": {"type": "record", "name": "MapEntry", "fields": [
                    {"name": "key", "type": "int"}, {"name": "value", "type": "string"}]}}}]}
                """,
                PREFIX
                        + """
                        ff 01    | tiny -128
                        02       | small: type 1 of the union, null
                        02 61    | named: 1 byte, a
                        02       | by_number: a block of 1 entry
                        22       | key 17
                        02 62    | value: 1 byte, b
                        00       | the end of by_number
                        """)) {
            SchemaAndValue data = fixture.read();

            Struct struct = (Struct) data.value();
            assertThat(data.schema().name()).isNull();
            assertThat(struct.getInt8("tiny")).isEqualTo((byte) -128);
            assertThat(struct.getWithoutDefault("small")).isNull();
            assertThat(struct.schema().field("small").schema().defaultValue()).isEqualTo((short) 7);
            assertThat(struct.<Integer, String>getMap("by_number")).containsExactly(entry(17, "b"));
            Schema named = data.schema().field("named").schema();
            assertThat(List.of(named.name(), named.version(), named.doc(), named.parameters()))
                    .containsExactly("a.Name", 3, "a doc", Map.of("k", "v"));
            assertThat(fixture.writtenBody(data)).isEqualTo(fixture.body());
        }
    }

    @Test
    void shouldReadAndWriteValuesThatAreNoRecords() {
        for (String[] each : new String[][] {
            {"\"string\"", "02 61"},
            {"\"long\"", "d8 04"},
            {"\"boolean\"", "01"},
            {"[\"null\", \"double\"]", "00"},
            {"[\"null\", \"double\"]", "02 00 00 00 00 00 00 e0 3f"},
            {"{\"type\": \"array\", \"items\": \"bytes\"}", "02 02 ff 00"},
        }) {
            try (WireFixture fixture = WireFixture.of(each[0], PREFIX + each[1])) {
                SchemaAndValue data = fixture.read();

                // A null alone is a tombstone to Connect, whatever its schema.
                assertThat(data.value() == null ? each[1] : fixture.writtenBody(data))
                        .as(each[0])
                        .isEqualTo(each[1]);
            }
        }
    }

    /** A message of nine bytes that claims two billion elements, for each kind of them. */
    @Test
    void shouldRefuseNumbersThatTheMessageDoesNotHave() {
        byte[] claimed = HexFormat.of().parseHex("0000000001" + "feffffff0f");
        for (String items :
                List.of("\"int\"", "\"string\"", "[\"null\", \"int\"]", "{\"type\": \"map\", \"values\": \"int\"}")) {
            for (String container : List.of("\"array\", \"items\"", "\"map\", \"values\"")) {
                try (WireFixture fixture = WireFixture.of("{\"type\": " + container + ": " + items + "}", "")) {
                    assertThatExceptionOfType(DataException.class)
                            .as(container + items)
                            .isThrownBy(() -> fixture.converter().toConnectData("t", claimed))
                            .withMessageStartingWith(
                                    "topic t: the message is no Avro record of schema id 1 (10 bytes): ");
                }
            }
        }
    }
}
