package io.minerstream.connect.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordLimitsTest {

    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("hashrate", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("shares", SchemaBuilder.int64().optional().build())
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("at", Timestamp.builder().optional().build())
            .build();

    @Test
    void shouldPassOnTheSameRecord() {
        SinkRecord record = record(null, value("hashrate", 108.25, "name", "a"));

        assertThat(limits("hashrate required finite min=0, name length=1 no-nul")
                        .apply(record))
                .isSameAs(record);
    }

    @Test
    void shouldNameEveryFieldThatBreaksItsLimits() {
        assertRefused(
                limits("hashrate required finite, shares min=0, name length=3"),
                value("hashrate", Double.NaN, "shares", -5L, "name", "four"),
                "hashrate must be a finite number, got NaN; shares must be at least 0, got -5; "
                        + "name must have at most 3 characters, got 4");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldRefuseWhatIsNoFiniteNumber(double number) {
        assertRefused(
                limits("hashrate finite"),
                value("hashrate", number),
                "hashrate must be a finite number, got " + number);
    }

    @Test
    void shouldCompareNotANumberWithNoBound() {
        assertRefused(limits("hashrate min=0"), value("hashrate", Double.NaN), "hashrate must be at least 0, got NaN");
        assertRefused(limits("hashrate max=0"), value("hashrate", Double.NaN), "hashrate must be at most 0, got NaN");
    }

    @Test
    void shouldIncludeTheBounds() {
        RecordLimits<SinkRecord> limits = limits("hashrate min=-273.15 max=10, shares min=0");

        for (double holds : new double[] {-273.15, -0.0, 10}) {
            limits.apply(record(null, value("hashrate", holds, "shares", 0L)));
        }
        assertRefused(limits, value("hashrate", -273.16), "hashrate must be at least -273.15, got -273.16");
        assertRefused(limits, value("hashrate", 10.5), "hashrate must be at most 10, got 10.5");
    }

    @Test
    void shouldBoundTimes() {
        RecordLimits<SinkRecord> limits = limits("at min=0001-01-01T00:00:00Z max=9999-12-31T23:59:59.999Z");

        limits.apply(record(null, value("at", Date.from(Instant.parse("9999-12-31T23:59:59.999Z")))));
        limits.apply(record(null, value("at", Date.from(Instant.parse("0001-01-01T00:00:00Z")))));
        assertRefused(
                limits,
                value("at", Date.from(Instant.parse("+10000-01-01T00:00:00Z"))),
                "at must be at most 9999-12-31T23:59:59.999Z, got +10000-01-01T00:00:00Z");
        assertRefused(
                limits,
                value("at", new Date(Long.MIN_VALUE)),
                "at must be at least 0001-01-01T00:00:00Z, got -292275055-05-16T16:47:04.192Z");
    }

    @Test
    void shouldCountCharactersNotUtf16Units() {
        limits("name length=1").apply(record(null, value("name", "\uD83D\uDE00")));

        assertRefused(
                limits("name length=1"),
                value("name", "\uD83D\uDE00\u77FF"),
                "name must have at most 1 characters, got 2");
    }

    @Test
    void shouldRefuseNulWithoutShowingTheText() {
        assertRefused(
                limits("name no-nul"),
                value("name", "ab\0c"),
                "name must not contain U+0000, got one after 2 characters");
    }

    @Test
    void shouldRefuseAMissingValueOfARequiredFieldAlone() {
        assertRefused(limits("name required length=1"), value(), "name must have a value, got null");
        assertRefused(limits("absent required length=1"), value(), "absent must have a value, got null");
        limits("name length=1, absent length=1").apply(record(null, value()));
    }

    @Test
    void shouldRefuseAnotherTypeThanTheLimitIsFor() {
        assertRefused(limits("name min=0"), value("name", "1"), "name must be a number, got String");
        assertRefused(limits("name finite"), value("name", "1"), "name must be a finite number, got String");
        assertRefused(
                limits("shares min=0001-01-01T00:00:00Z"), value("shares", 1L), "shares must be a time, got Long");
        assertRefused(limits("shares length=1"), value("shares", 1L), "shares must be text, got Long");
    }

    @Test
    void shouldCheckDataWithoutSchema() {
        SinkRecord record = new SinkRecord("t", 0, null, null, null, Map.of("shares", -1), 0);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> limits("shares min=0").apply(record))
                .withMessage("topic t: shares must be at least 0, got -1");
    }

    @Test
    void shouldRefuseDataWithoutFields() {
        SinkRecord record = new SinkRecord("t", 0, null, null, Schema.STRING_SCHEMA, "text", 0);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> limits("shares min=0").apply(record))
                .withMessage("topic t: the value must have fields, got String");
    }

    @Test
    void shouldRefuseNullValuesOnlyWhereAValueIsRequired() {
        RecordLimits<SinkRecord> required = configured(Map.of("value.required", "true"));

        assertRefused(required, null, "the value must be a record, got null");
        limits("name required length=1").apply(record(null, null));
    }

    @Test
    void shouldCheckTheKeyOfATombstone() {
        RecordLimits<SinkRecord> limits = configured(Map.of("key.fields", "name length=1"));

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> limits.apply(record(value("name", "long"), null)))
                .withMessage("topic t: name must have at most 1 characters, got 4");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> limits.apply(record(null, null)))
                .withMessage("topic t: the key must have fields, got null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hashrate",
                "hashrate mandatory",
                "hashrate min",
                "hashrate min=",
                "hashrate min=x",
                "hashrate min=NaN",
                "hashrate min=0x10",
                "hashrate finite=1",
                "at max=2025-02-30T00:00:00Z",
                "name length=-1",
                "name length=\uFF11\uFF12",
                "name length=99999999999"
            })
    void shouldRefuseWrongLimitsByName(String limits) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> limits("shares min=0, " + limits))
                .withMessage("value.fields: must be a field name, then any of: required, finite, min=NUMBER or TIME, "
                        + "max=NUMBER or TIME, length=CHARACTERS, no-nul; got '" + limits + "'");
    }

    @Test
    void shouldBeFoundByWorkers() {
        assertThat(ServiceLoader.load(Transformation.class))
                .anyMatch(transformation -> transformation instanceof RecordLimits);
        assertThat(new RecordLimits<SinkRecord>().version()).isNotBlank();
        ConfigDef config = new RecordLimits<SinkRecord>().config();
        assertThat(config.names()).containsExactlyInAnyOrder("key.fields", "value.fields", "value.required");
    }

    private static void assertRefused(RecordLimits<SinkRecord> limits, Struct value, String reason) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> limits.apply(record(null, value)))
                .withMessage("topic t: " + reason);
    }

    private static RecordLimits<SinkRecord> limits(String valueFields) {
        return configured(Map.of("value.fields", valueFields));
    }

    private static RecordLimits<SinkRecord> configured(Map<String, String> settings) {
        RecordLimits<SinkRecord> limits = new RecordLimits<>();
        limits.configure(new HashMap<>(settings));
        return limits;
    }

    private static SinkRecord record(Struct key, Struct value) {
        return new SinkRecord("t", 0, key == null ? null : SCHEMA, key, value == null ? null : SCHEMA, value, 0);
    }

    /** @param fields names and values in turn */
    private static Struct value(Object... fields) {
        Struct value = new Struct(SCHEMA);
        for (int i = 0; i < fields.length; i += 2) {
            value.put((String) fields[i], fields[i + 1]);
        }
        return value;
    }
}
