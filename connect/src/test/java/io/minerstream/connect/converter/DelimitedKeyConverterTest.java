package io.minerstream.connect.converter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedKeyConverterTest {

    private static final String TOPIC = "curtailment-strategies";
    private static final String STRATEGY_KEY = "site_id:int32,strategy_type:string";
    private static final Schema STRATEGY_SCHEMA = SchemaBuilder.struct()
            .field("site_id", Schema.INT32_SCHEMA)
            .field("strategy_type", Schema.STRING_SCHEMA)
            .build();

    private final DelimitedKeyConverter converter = converter(Map.of("fields", STRATEGY_KEY));

    @Test
    void shouldGiveOneFieldForEachPart() {
        SchemaAndValue key = converter.toConnectData(TOPIC, bytes("5:custom"));

        assertThat(key.schema()).isEqualTo(STRATEGY_SCHEMA);
        assertThat(key.value()).isEqualTo(strategy(5, "custom"));
    }

    @Test
    void shouldGiveSameSchemaObjectForEveryKey() {
        // A sink that gets another object for each record compares schemas field by field, or flushes its batch.
        assertThat(converter.toConnectData(TOPIC, bytes("6:custom")).schema())
                .isSameAs(converter.toConnectData(TOPIC, bytes("5:custom")).schema());
    }

    @ParameterizedTest
    @CsvSource({
        "5:a:b, 5, a:b",
        "5:, 5, ''",
        "5::, 5, :",
        "0:x, 0, x",
        "-7:x, -7, x",
        "2147483647:x, 2147483647, x",
        "5:矿场, 5, 矿场"
    })
    void shouldTakeTheRestAsLastField(String key, int siteId, String type) {
        assertThat(converter.toConnectData(TOPIC, bytes(key)).value()).isEqualTo(strategy(siteId, type));
        assertThat(converter.fromConnectData(TOPIC, STRATEGY_SCHEMA, strategy(siteId, type)))
                .isEqualTo(bytes(key));
    }

    /** Those with a number inside are keys of their own for Kafka, and must not be the row of 5:custom. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "5",
                "custom",
                "five:custom",
                ":custom",
                "+5:custom",
                "05:custom",
                "-0:custom",
                " 5:custom",
                "5 :custom",
                "5.0:custom",
                "٥:custom",
                "2147483648:custom"
            })
    void shouldBlameKeyOfAnotherForm(String key) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, bytes(key)))
                .withMessage(
                        "topic curtailment-strategies: the key must be site_id (int32):strategy_type (string), got '"
                                + key + "'");
    }

    @Test
    void shouldBlameNullKey() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, null))
                .withMessage(
                        "topic curtailment-strategies: the key must be site_id (int32):strategy_type (string), got "
                                + "null");
    }

    @Test
    void shouldBlameKeyThatIsNoUtf8() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, new byte[] {'5', ':', (byte) 0xC3}))
                .withMessage("topic curtailment-strategies: the key must be UTF-8 text, got other bytes");
    }

    @Test
    void shouldShowOnlyTheBeginningOfLongKey() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.toConnectData(TOPIC, bytes("x".repeat(101))))
                .withMessageEndingWith(", got '" + "x".repeat(100) + "...'");
    }

    @Test
    void shouldReadNumbersOfEitherWidthAndAnyDelimiter() {
        DelimitedKeyConverter wide =
                converter(Map.of("fields", "run : string, shard:int64,part:int32", "delimiter", "::"));

        Struct key = (Struct)
                wide.toConnectData(TOPIC, bytes("a:b::9223372036854775807::3")).value();

        assertThat(key.schema().fields()).extracting(Field::name).containsExactly("run", "shard", "part");
        assertThat(key.getString("run")).isEqualTo("a:b");
        assertThat(key.getInt64("shard")).isEqualTo(Long.MAX_VALUE);
        assertThat(key.getInt32("part")).isEqualTo(3);
        assertThat(wide.fromConnectData(TOPIC, key.schema(), key)).isEqualTo(bytes("a:b::9223372036854775807::3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a::b", "::", "a:"})
    void shouldRefuseToWriteKeyThatWouldBeReadAsAnother(String run) {
        DelimitedKeyConverter runs = converter(Map.of("fields", "run:string,shard:int32", "delimiter", "::"));
        Schema schema = SchemaBuilder.struct()
                .field("run", Schema.STRING_SCHEMA)
                .field("shard", Schema.INT32_SCHEMA)
                .build();
        Struct key = new Struct(schema).put("run", run).put("shard", 3);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> runs.fromConnectData("t", schema, key))
                .withMessage("topic t: the key run: must not contain '::', since only the last field may, got '" + run
                        + "'");
    }

    @Test
    void shouldRefuseToWriteOtherFields() {
        Schema other = SchemaBuilder.struct()
                .field("site_id", Schema.INT64_SCHEMA)
                .field("strategy_type", Schema.STRING_SCHEMA)
                .build();

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.fromConnectData(TOPIC, other, new Struct(other)))
                .withMessage("topic curtailment-strategies: the key must have the fields site_id (int32):strategy_type "
                        + "(string), got site_id (int64), strategy_type (string)");
    }

    @Test
    void shouldRefuseToWriteWhatIsNoStruct() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.fromConnectData(TOPIC, Schema.STRING_SCHEMA, "5:custom"))
                .withMessage("topic curtailment-strategies: the key must be a struct of site_id (int32):strategy_type "
                        + "(string), got String");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.fromConnectData(TOPIC, STRATEGY_SCHEMA, null))
                .withMessage("topic curtailment-strategies: the key must be a struct of site_id (int32):strategy_type "
                        + "(string), got null");
    }

    @Test
    void shouldRefuseToWriteFieldWithoutValue() {
        Struct key = new Struct(STRATEGY_SCHEMA).put("site_id", 5);

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.fromConnectData(TOPIC, STRATEGY_SCHEMA, key))
                .withMessage("topic curtailment-strategies: the key strategy_type: must have a value, got null");
    }

    @Test
    void shouldRefuseToWriteHalfASurrogatePair() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> converter.fromConnectData(TOPIC, STRATEGY_SCHEMA, strategy(5, "\uD83D")))
                .withMessage("topic curtailment-strategies: the key must be text, got half a surrogate pair");
    }

    @Test
    void shouldRequireFields() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> converter(Map.of()))
                .withMessage("Missing required configuration \"fields\" which has no default value.");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> converter(Map.of("fields", "")))
                .withMessage("fields: must name at least one field, got none");
    }

    @Test
    void shouldNameEveryFieldThatIsWrong() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> converter(Map.of("fields", "a:int32,b,:string,a:string,c:uuid")))
                .withMessage("fields: must be name:type with a type of int32, int64, string, got 'b'; "
                        + "must be name:type with a type of int32, int64, string, got ':string'; "
                        + "must name each field once, got 'a' twice; "
                        + "must be name:type with a type of int32, int64, string, got 'c:uuid'");
    }

    @Test
    void shouldRefuseEmptyDelimiter() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> converter(Map.of("fields", STRATEGY_KEY, "delimiter", "")))
                .withMessageContaining("delimiter");
    }

    @Test
    void shouldBeFoundAsPluginByConnect() {
        assertThat(ServiceLoader.load(Converter.class).stream().map(ServiceLoader.Provider::type))
                .contains(DelimitedKeyConverter.class);
        assertThat(converter.version()).isEqualTo("undefined");
        assertThat(converter.config().names()).containsExactlyInAnyOrder("fields", "delimiter");
    }

    private static DelimitedKeyConverter converter(Map<String, String> settings) {
        DelimitedKeyConverter converter = new DelimitedKeyConverter();
        converter.configure(new HashMap<>(settings), true);
        return converter;
    }

    private static Struct strategy(int siteId, String type) {
        return new Struct(STRATEGY_SCHEMA).put("site_id", siteId).put("strategy_type", type);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
