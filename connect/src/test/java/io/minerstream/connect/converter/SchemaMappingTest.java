package io.minerstream.connect.converter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

/** What schemas become in the other system, and what is refused. */
class SchemaMappingTest {

    @Test
    void shouldRefuseARecordThatContainsItself() {
        String list =
                """
                {"type": "record", "name": "Node", "namespace": "a.b", "fields": [
                  {"name": "value", "type": "int"},
                  {"name": "next", "type": ["null", "Node"]}]}
                """;

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> connect(list))
                .withMessage("a record must not contain itself, since Connect has no such schemas, but a.b.Node does");
    }

    @Test
    void shouldRefuseNullAlone() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> connect(
                        "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"n\", \"type\": \"null\"}]}"))
                .withMessage("null must be one type of several, stands alone at R.n; Connect has no type for it");
    }

    @Test
    void shouldTellTypesOfAUnionApartByTheirFullNamesIfAsked() {
        String union =
                """
                [{"type": "enum", "name": "a.E", "symbols": ["X"]}, {"type": "enum", "name": "b.E", "symbols": ["Y"]}]
                """;

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> connect(union))
                .withMessageStartingWith("the types of a union must differ in name, got E twice in ")
                .withMessageEndingWith("; enhanced.avro.schema.support=true names types in full");
        assertThat(new ConnectSchemas(config(ConverterConfig.ENHANCED_SCHEMAS, true))
                        .of(parse(union))
                        .fields())
                .extracting(field -> field.name())
                .containsExactly("a.E", "b.E");
    }

    @Test
    void shouldRefuseElementsWithoutBytes() {
        String array = "{\"type\": \"array\", \"items\": {\"type\": \"record\", \"name\": \"Empty\", \"fields\": []}}";

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ReadPlan.of(parse(array), parse(array), connect(array)))
                .withMessage(
                        "elements of an array must take bytes, but Empty takes none: a message of a few bytes could "
                                + "claim billions of them");
    }

    /** A default that stands for nulls would be seen in place of each of them. */
    @Test
    void shouldKeepTheDefaultOfAFieldOnlyWhereNullIsNoValue() {
        Schema schema = connect(
                """
                {"type": "record", "name": "R", "fields": [
                  {"name": "required", "type": "string", "default": "x"},
                  {"name": "nullable", "type": ["string", "null"], "default": "x"},
                  {"name": "list", "type": {"type": "array", "items": "int"}, "default": [1, 2]},
                  {"name": "nested", "type": {"type": "record", "name": "N", "fields": [{"name": "n", "type": "int"}]},
                    "default": {"n": 1}}]}
                """);

        assertThat(schema.fields())
                .extracting(field -> field.schema().defaultValue())
                .containsExactly("x", null, List.of(1, 2), null);
    }

    @Test
    void shouldKeepDocsUnlessToldNotTo() {
        String documented =
                """
                {"type": "record", "name": "R", "doc": "a record", "fields": [{"name": "f", "type": "int", "doc": "a field"}]}
                """;

        assertThat(connect(documented).parameters())
                .containsOnly(
                        Map.entry("io.confluent.connect.avro.record.doc", "a record"),
                        Map.entry("io.confluent.connect.avro.field.doc.f", "a field"));
        assertThat(new ConnectSchemas(config(ConverterConfig.META_DATA, false))
                        .of(parse(documented))
                        .parameters())
                .isNull();
    }

    @Test
    void shouldWriteConnectsTypesAsConfluentsConverterDoes() {
        Schema schema = SchemaBuilder.struct()
                .name("a.b.Row")
                .field("tiny", SchemaBuilder.int8().defaultValue((byte) 3).build())
                .field("price", Decimal.builder(2).optional().build())
                .field(
                        "named",
                        SchemaBuilder.string()
                                .name("a.Name")
                                .version(2)
                                .optional()
                                .defaultValue("x"))
                .build();

        assertThat(avro(schema, Map.of()))
                .isEqualTo(
                        parse(
                                """
                        {"type": "record", "name": "Row", "namespace": "a.b", "connect.name": "a.b.Row", "fields": [
                          {"name": "tiny", "default": 3,
                            "type": {"type": "int", "connect.default": 3, "connect.type": "int8"}},
                          {"name": "price", "default": null, "type": ["null",
                            {"type": "bytes", "scale": 2, "precision": 64, "connect.version": 1,
                             "connect.parameters": {"scale": "2"}, "connect.name": "org.apache.kafka.connect.data.Decimal",
                             "logicalType": "decimal"}]},
                          {"name": "named", "default": "x", "type": [
                            {"type": "string", "connect.version": 2, "connect.default": "x", "connect.name": "a.Name"}, "null"]}]}
                        """));
        assertThat(avro(schema, Map.of(ConverterConfig.META_DATA, false)).toString())
                .doesNotContain("connect.");
    }

    @Test
    void shouldNumberStructsWithoutNames() {
        Schema inner = SchemaBuilder.struct().field("a", Schema.INT32_SCHEMA).build();
        Schema schema = SchemaBuilder.struct().field("inner", inner).build();

        org.apache.avro.Schema avro = avro(schema, Map.of());

        assertThat(avro.getFullName()).isEqualTo("io.confluent.connect.avro.ConnectDefault");
        assertThat(avro.getField("inner").schema().getFullName())
                .isEqualTo("io.confluent.connect.avro.ConnectDefault2");
        assertThat(new ConnectSchemas(config(Map.of())).of(avro)).isEqualTo(schema);
    }

    @Test
    void shouldRefuseTwoStructsOfOneName() {
        Schema schema = SchemaBuilder.struct()
                .field("one", SchemaBuilder.struct().name("a.S").field("x", Schema.INT32_SCHEMA))
                .field("two", SchemaBuilder.struct().name("a.S").field("y", Schema.INT32_SCHEMA))
                .build();

        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> avro(schema, Map.of()))
                .withMessage("schemas of one name must be equal, got two different ones named a.S; an SMT such as "
                        + "SetSchemaMetadata can give another name");
    }

    @Test
    void shouldReplaceWhatAvroDoesNotAllowInNamesIfAsked() {
        Schema schema = SchemaBuilder.struct()
                .name("a.1-b")
                .field("hash rate", Schema.INT32_SCHEMA)
                .build();

        assertThatExceptionOfType(SchemaParseException.class).isThrownBy(() -> avro(schema, Map.of()));
        org.apache.avro.Schema avro = avro(schema, Map.of(ConverterConfig.SCRUB_NAMES, true));
        assertThat(avro.getFullName()).isEqualTo("a.x1_b");
        assertThat(avro.getFields().get(0).name()).isEqualTo("hash_rate");
    }

    @Test
    void shouldWriteADefaultForANullUnlessToldNotTo() {
        Schema schema = SchemaBuilder.struct()
                .name("R")
                .field("f", SchemaBuilder.string().optional().defaultValue("x").build())
                .build();

        for (boolean kept : new boolean[] {false, true}) {
            try (AvroConverter converter = new AvroConverter()) {
                converter.configure(
                        Map.of("schema.registry.url", "mock://nulls", ConverterConfig.KEEP_NULLS, kept), false);
                SchemaAndValue data =
                        converter.toConnectData("t", converter.fromConnectData("t", schema, new Struct(schema)));
                assertThat(((Struct) data.value()).getWithoutDefault("f")).isEqualTo(kept ? null : "x");
            }
        }
    }

    @Test
    void shouldRefuseSettingsThatItWouldNotActOn() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config("generalized.sum.type.support", "true"))
                .withMessage(
                        "generalized.sum.type.support: must be false, which is all that this converter can do, got "
                                + "'true'; remove the setting");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> config(
                        "value.subject.name.strategy", "io.confluent.kafka.serializers.subject.RecordNameStrategy"))
                .withMessageStartingWith("value.subject.name.strategy: must be io.confluent.kafka.serializers.subject."
                        + "TopicNameStrategy, which is all that this converter can do, got ");
        assertThat(config("generalized.sum.type.support", "false")).isNotNull();
    }

    private static ConverterConfig config(String name, Object value) {
        return config(Map.of(name, value));
    }

    private static ConverterConfig config(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("schema.registry.url", "mock://mapping");
        return new ConverterConfig(all);
    }

    private static Schema connect(String avro) {
        return new ConnectSchemas(config(Map.of())).of(parse(avro));
    }

    private static org.apache.avro.Schema parse(String avro) {
        return new org.apache.avro.Schema.Parser().parse(avro);
    }

    /** As a registry gives it back. */
    private static org.apache.avro.Schema avro(Schema schema, Map<String, ?> settings) {
        return parse(new AvroSchemas(config(settings)).of(schema).toString());
    }
}
