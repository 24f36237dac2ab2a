package io.minerstream.it.copy;

import static io.minerstream.it.copy.Readings.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of each type, as the server reads them. */
class CopySinkTypesIT {

    private final SinkServer server = SinkServer.newSchema();

    private static SinkRecord record(long offset, Schema schema, Object... values) {
        Struct value = new Struct(schema);
        for (int i = 0; i < values.length; i++) {
            value.put(schema.fields().get(i), values[i]);
        }
        return new SinkRecord(P0.topic(), P0.partition(), null, null, schema, value, offset);
    }

    private TaskDriver land(List<SinkRecord> records) {
        TaskDriver task = new TaskDriver(server.settings()).open(P0);
        task.put(records);
        assertThat(task.commit()).containsEntry(P0, (long) records.size());
        return task;
    }

    private static Schema optional(SchemaBuilder builder) {
        return builder.optional().build();
    }

    @Test
    void shouldLandEveryType() {
        server.execute(
                "CREATE TYPE mood AS ENUM ('happy', 'sad')",
                "CREATE DOMAIN percent AS numeric(5,2) CHECK (value <= 100)",
                """
                CREATE TABLE readings (i2 smallint, i4 integer, i8 bigint, f4 real, f8 double precision, f8i float8, n numeric,
                    nd percent, b boolean, by bytea, t text, v varchar(5), c char(5), j json, jb jsonb, u uuid, e mood,
                    d date, ti time, ts timestamp, tz timestamptz, tsm timestamp, ia integer[], ta text[], na numeric(6,2)[],
                    tsa timestamp[], "Mixed ""Case" text, id bigint GENERATED ALWAYS AS IDENTITY,
                    twice integer GENERATED ALWAYS AS (i4 * 2) STORED, made text DEFAULT 'by default')""");
        Schema schema = SchemaBuilder.struct()
                .field("i2", Schema.OPTIONAL_INT8_SCHEMA)
                .field("i4", Schema.OPTIONAL_INT32_SCHEMA)
                .field("i8", Schema.OPTIONAL_INT64_SCHEMA)
                .field("f4", Schema.OPTIONAL_FLOAT32_SCHEMA)
                .field("f8", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .field("f8i", Schema.OPTIONAL_INT64_SCHEMA)
                .field("n", optional(Decimal.builder(3)))
                .field("nd", optional(Decimal.builder(2)))
                .field("b", Schema.OPTIONAL_BOOLEAN_SCHEMA)
                .field("by", Schema.OPTIONAL_BYTES_SCHEMA)
                .field("t", Schema.OPTIONAL_STRING_SCHEMA)
                .field("v", Schema.OPTIONAL_STRING_SCHEMA)
                .field("c", Schema.OPTIONAL_STRING_SCHEMA)
                .field("j", Schema.OPTIONAL_STRING_SCHEMA)
                .field("jb", Schema.OPTIONAL_STRING_SCHEMA)
                .field("u", Schema.OPTIONAL_STRING_SCHEMA)
                .field("e", Schema.OPTIONAL_STRING_SCHEMA)
                .field("d", optional(org.apache.kafka.connect.data.Date.builder()))
                .field("ti", optional(Time.builder()))
                .field("ts", optional(Timestamp.builder()))
                .field("tz", optional(Timestamp.builder()))
                .field("tsm", Schema.OPTIONAL_INT64_SCHEMA)
                .field("ia", optional(SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA)))
                .field("ta", optional(SchemaBuilder.array(Schema.STRING_SCHEMA)))
                .field("na", optional(SchemaBuilder.array(Decimal.schema(2))))
                .field("tsa", optional(SchemaBuilder.array(Timestamp.SCHEMA)))
                .field("Mixed \"Case", Schema.OPTIONAL_STRING_SCHEMA)
                .field("twice", Schema.OPTIONAL_INT32_SCHEMA)
                .build();
        Date time = Date.from(Instant.parse("2026-03-29T01:30:00.123Z"));
        SinkRecord full = record(
                0,
                schema,
                (byte) -7,
                Integer.MIN_VALUE / 2,
                Long.MAX_VALUE,
                1.5f,
                Double.MIN_VALUE,
                1L << 53,
                new BigDecimal("-12345678901234567890.125"),
                new BigDecimal("99.99"),
                true,
                ByteBuffer.wrap(new byte[] {0, 1, (byte) 0xff}),
                "\u00e4\u6f22\ud83d\ude00'\"\\|",
                "abcde   ",
                "ab",
                "{\"a\": 1}",
                "{\"a\":1}",
                "0f8fad5b-d9cb-469f-a165-70867728950e",
                "sad",
                new Date(-86_400_000L * 365),
                new Date(86_399_999),
                time,
                time,
                Instant.parse("1969-12-31T23:59:59Z").getEpochSecond() * 1_000_000 + 999_999,
                Arrays.asList(1, null, 3),
                List.of("", "x"),
                List.of(new BigDecimal("1.25"), new BigDecimal("-9999.99")),
                List.of(time),
                "kept",
                99);
        land(List.of(full, record(1, schema))).close();

        assertThat(server.query(
                        "SELECT i2, i4, i8, f4, f8::text, f8i::bigint, n, nd, b, encode(by, 'hex'), t, v, c, j, jb, u, e, d, ti, ts,"
                                + " (tz AT TIME ZONE 'UTC')::text, tsm, ia::text, ta::text, na::text, tsa::text, \"Mixed \"\"Case\", id,"
                                + " twice, made FROM readings"))
                .containsExactly(
                        "-7|-1073741824|9223372036854775807|1.5|5e-324|9007199254740992|-12345678901234567890.125|99.99|true|0001ff"
                                + "|\u00e4\u6f22\ud83d\ude00'\"\\||abcde|ab   |{\"a\": 1}|{\"a\": 1}"
                                + "|0f8fad5b-d9cb-469f-a165-70867728950e|sad|1969-01-01|23:59:59.999"
                                + "|2026-03-29T01:30:00.123|2026-03-29 01:30:00.123|1969-12-31T23:59:59.999999|{1,NULL,3}"
                                + "|{\"\",x}|{1.25,-9999.99}|{\"2026-03-29 01:30:00.123\"}|kept|1|-2147483648|by default",
                        "NULL|".repeat(27) + "2|NULL|by default");
    }

    @Test
    void shouldFindValuesThatNoColumnCanHold() {
        server.execute(
                "CREATE TABLE readings (i2 smallint, f4 real, f8 float8, n numeric(4,1), t text, v varchar(2), u uuid,"
                        + " ts timestamp, d date, j json)");
        Schema schema = SchemaBuilder.struct()
                .field("i2", Schema.OPTIONAL_INT32_SCHEMA)
                .field("f4", Schema.OPTIONAL_FLOAT64_SCHEMA)
                .field("f8", Schema.OPTIONAL_INT64_SCHEMA)
                .field("n", optional(Decimal.builder(2)))
                .field("t", Schema.OPTIONAL_STRING_SCHEMA)
                .field("v", Schema.OPTIONAL_STRING_SCHEMA)
                .field("u", Schema.OPTIONAL_STRING_SCHEMA)
                .field("ts", optional(Timestamp.builder()))
                .field("d", optional(org.apache.kafka.connect.data.Date.builder()))
                .field("j", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        List<SinkRecord> records = List.of(
                record(0, schema, 32768),
                record(1, schema, null, 1e39),
                record(2, schema, null, null, (1L << 53) + 1),
                record(3, schema, null, null, null, new BigDecimal("999.95")),
                record(4, schema, null, null, null, null, "a\0b"),
                record(5, schema, null, null, null, null, "\ud83d"),
                record(6, schema, null, null, null, null, null, "\u6f22\u6f22\u6f22"),
                record(7, schema, null, null, null, null, null, null, "0f8fad5b-d9cb-469f-a165-70867728950"),
                record(8, schema, null, null, null, null, null, null, null, new Date(Long.MAX_VALUE)),
                record(9, schema, null, null, null, null, null, null, null, null, new Date(Long.MIN_VALUE)),
                record(10, schema, null, null, null, null, null, null, null, null, null, "{no json"),
                record(11, schema, 1, Double.NaN, 5L, new BigDecimal("999.94"), "", "\ud83d\ude00x"));

        try (TaskDriver task = land(records)) {
            assertThat(task.deadOffsets()).hasSize(11).doesNotContain(11L);
            assertThat(task.reasons())
                    .extracting(reason -> reason.replaceAll(".*SQLSTATE (\\w+), column (\\w+),.*", "$1 $2"))
                    .containsExactlyInAnyOrder(
                            "22003 i2",
                            "22003 f4",
                            "22003 f8",
                            "22003 n",
                            "22021 t",
                            "22021 t",
                            "22001 v",
                            "22P02 u",
                            "22008 ts",
                            "22008 d",
                            "22P02 j");
        }
        assertThat(server.query("SELECT i2, f4::text, f8, n, t, v FROM readings"))
                .containsExactly("1|NaN|5|999.9||\ud83d\ude00x");
    }

    @Test
    void shouldLandDecimalsExactly() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        server.execute("CREATE TABLE readings (n numeric, shown text)");
        Schema schema = SchemaBuilder.struct()
                .field("n", Decimal.schema(0))
                .field("shown", Schema.STRING_SCHEMA)
                .build();
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            BigDecimal number = new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(60) - 20);
            number = random.nextBoolean() ? number : number.negate();
            Struct value = new Struct(schema).put("shown", number.toPlainString());
            records.add(new SinkRecord(P0.topic(), 0, null, null, schema, withDecimal(value, number), i));
        }

        land(records).close();

        assertThat(server.query(
                        "SELECT COUNT(*) FROM readings WHERE n::text <> shown AND NOT (n = 0 AND shown::numeric = 0)"))
                .as("seed %d", seed)
                .containsExactly("0");
        assertThat(server.count("readings")).isEqualTo(3_000);
    }

    /** Scales differ from the schema's here, which no validation lets pass. */
    private static Struct withDecimal(Struct value, BigDecimal number) {
        Schema any = Decimal.schema(number.scale());
        Schema schema = SchemaBuilder.struct()
                .field("n", any)
                .field("shown", Schema.STRING_SCHEMA)
                .build();
        return new Struct(schema).put("n", number).put("shown", value.get("shown"));
    }

    @ParameterizedTest
    @CsvSource({
        "America/New_York, America/New_York",
        "Asia/Kathmandu, Asia/Kathmandu",
        "Asia/Kathmandu, America/New_York"
    })
    void shouldWriteTheSameTimesInAnyZone(String machine, String session) {
        server.execute("CREATE TABLE readings (at timestamp, atz timestamptz, day date)");
        Schema schema = SchemaBuilder.struct()
                .field("at", Timestamp.SCHEMA)
                .field("atz", Timestamp.SCHEMA)
                .field("day", org.apache.kafka.connect.data.Date.SCHEMA)
                .build();
        List<SinkRecord> records = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        // The hours around both changes of New York's clocks in 2026, and of Kathmandu's offset in 1986.
        for (String start : List.of("2026-03-08T05:00:00.5Z", "2026-11-01T04:00:00.5Z", "1985-12-31T17:00:00.5Z")) {
            for (int quarter = 0; quarter < 16; quarter++) {
                Instant time = Instant.parse(start).plusSeconds(900L * quarter);
                Date date = Date.from(time);
                long day = Math.floorDiv(time.getEpochSecond(), 86_400);
                records.add(record(records.size(), schema, date, date, new Date(day * 86_400_000)));
                String text = time.toString()
                        .replace("00Z", "Z")
                        .replaceAll("0*Z$", "")
                        .replace('T', ' ');
                expected.add(text + "|" + text + "|" + text.substring(0, 10));
            }
        }
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone(machine));
            Map<String, String> settings =
                    server.with("&options=-c%20TimeZone=" + session).settings();
            try (TaskDriver task = new TaskDriver(settings).open(P0)) {
                task.put(records);
                assertThat(task.commit()).containsEntry(P0, 48L);
            }
        } finally {
            TimeZone.setDefault(before);
        }

        assertThat(server.query(
                        "SELECT at::text, (atz AT TIME ZONE 'UTC')::text, day::text FROM readings ORDER BY ctid"))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void shouldFollowASchemaThatGrows() {
        server.execute("CREATE TABLE readings (a integer, b text DEFAULT 'none')");
        Schema before = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build();
        Schema after = SchemaBuilder.struct()
                .field("a", Schema.INT64_SCHEMA)
                .field("b", Schema.OPTIONAL_STRING_SCHEMA)
                .build();

        land(List.of(record(0, before, 1), record(1, after, 2L, "x"), record(2, before, 3), record(3, after, 4L)))
                .close();

        assertThat(server.query("SELECT a, b FROM readings ORDER BY a"))
                .containsExactly("1|none", "2|x", "3|none", "4|NULL");
    }
}
