package io.minerstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.minerstream.avro.HostingMiner;
import io.minerstream.connect.copy.PostgresCopySinkConnector;
import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.topic.TopicNames;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of connector for each table. */
class SinkTemplatesTest {

    static Stream<Arguments> templates() {
        return Stream.of(Sink.values())
                .flatMap(sink -> Stream.of(SinkKind.values()).map(kind -> arguments(sink, kind)));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void shouldHaveTheGuaranteesOfAllSinks(Sink sink, SinkKind kind) {
        ConnectorDefinition definition = definition(sink, kind, Map.of());

        assertThat(definition.name()).isEqualTo(sink.connectorName());
        Map<String, String> config = definition.config();
        assertThat(SinkKind.ofClass(config.get("connector.class"))).contains(kind);
        assertThat(config)
                .containsEntry("topics", sink.topic(new TopicNames("test-")))
                .containsEntry("insert.mode", "upsert")
                .containsEntry("consumer.override.isolation.level", "read_committed")
                .containsEntry("consumer.override.auto.offset.reset", "earliest")
                .containsEntry("errors.tolerance", "all")
                .containsEntry("errors.retry.timeout", "-1")
                .containsEntry("errors.log.enable", "false")
                .containsEntry("errors.deadletterqueue.topic.name", "test-miner-telemetry-dlq")
                .containsEntry("errors.deadletterqueue.topic.replication.factor", "3")
                .containsEntry("value.converter.schema.registry.url", "http://registry:8081")
                .containsEntry("transforms.limits.type", "io.minerstream.connect.limits.RecordLimits")
                .doesNotContainKey("name");
        assertThat(config.values()).contains("public." + sink.table()).noneMatch(value -> value.contains("{{"));
    }

    /** What the workers show over REST. */
    @ParameterizedTest
    @MethodSource("templates")
    void shouldHoldSecretsAsReferencesOnly(Sink sink, SinkKind kind) {
        Map<String, String> config = definition(sink, kind, Map.of()).config();

        assertThat(config).containsEntry("connection.password", "${file:/s.properties:password}");
        assertThat(config).allSatisfy((setting, value) -> {
            assertThat(Secrets.areInUrl(value)).as(setting).isFalse();
            if (Secrets.isSecretKey(setting)) {
                assertThat(Secrets.isReference(value)).as(setting).isTrue();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("templates")
    void shouldDeleteRowsOfCompactedTopicsByKey(Sink sink, SinkKind kind) {
        Map<String, String> config = definition(sink, kind, Map.of()).config();
        String prefix = kind == SinkKind.DEBEZIUM ? "primary.key." : "pk.";

        if (sink == Sink.TELEMETRY) {
            assertThat(config)
                    .containsEntry(prefix + "mode", "record_value")
                    .containsEntry(prefix + "fields", "miner_id,recorded_at")
                    .containsEntry("transforms.limits.value.required", "true")
                    .doesNotContainEntry("delete.enabled", "true");
        } else {
            assertThat(config)
                    .containsEntry(prefix + "mode", "record_key")
                    .containsEntry(prefix + "fields", sink == Sink.MINERS ? "id" : "site_id,strategy_type")
                    .containsEntry("delete.enabled", "true");
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void shouldRefuseOverridesOfGuarantees(Sink sink, SinkKind kind) {
        String prefix = kind == SinkKind.DEBEZIUM ? "primary.key." : "pk.";

        for (String setting : List.of(prefix + "mode", prefix + "fields", "insert.mode", "topics")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> definition(sink, kind, Map.of(setting, "x")))
                    .withMessageStartingWith(setting + ": must not be overridden, got 'x'; ");
        }
    }

    /** By its documentation: it is not on Maven Central. */
    @Test
    void shouldNameTheSettingsOfConfluentsSink() {
        assertThat(definition(Sink.TELEMETRY, SinkKind.CONFLUENT, Map.of()).config())
                .containsEntry("connector.class", "io.confluent.connect.jdbc.JdbcSinkConnector")
                .containsEntry("connection.user", "sink")
                .doesNotContainKey("connection.username")
                .containsEntry("table.name.format", "public.miner_telemetry")
                .containsEntry("table.types", "TABLE,PARTITIONED TABLE")
                .containsEntry("auto.create", "false")
                .containsEntry("auto.evolve", "false")
                .containsEntry("replace.null.with.default", "false")
                .containsEntry("db.timezone", "UTC")
                .containsEntry("date.calendar.system", "PROLEPTIC_GREGORIAN")
                .containsEntry("batch.size", "3000")
                .doesNotContainKeys("collection.name.format", "schema.evolution", "use.time.zone");
    }

    /** In one statement, PostgreSQL refuses a key that comes twice, and this connector does not reduce its batches. */
    @Test
    void shouldLeaveBatchesOfConfluentsSinkAlone() {
        assertThat(definition(Sink.TELEMETRY, SinkKind.CONFLUENT, Map.of()).config())
                .containsEntry(
                        "connection.url",
                        "jdbc:postgresql://db:5432/mining?ApplicationName=minerstream-sink&tcpKeepAlive=true"
                                + "&reWriteBatchedInserts=true&reWriteBatchedInserts=false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection.url | --database-url names the database; with reWriteBatchedInserts=true a duplicate in a batch "
                        + "would stop the sink",
                "date.calendar.system | recorded_at holds the calendar of PostgreSQL",
                "replace.null.with.default | what is not known is NULL",
                "db.timezone | recorded_at holds UTC"
            })
    void shouldRefuseOverridesOfConfluentsSinkWithTheReason(String setting, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> definition(Sink.TELEMETRY, SinkKind.CONFLUENT, Map.of(setting, "x")))
                .withMessage(setting + ": must not be overridden, got 'x'; " + reason);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void shouldWriteTheColumnsOfHostingMinersAlone(Sink sink, SinkKind kind) {
        if (sink != Sink.MINERS) {
            return;
        }
        Map<String, String> config = definition(sink, kind, Map.of()).config();
        List<String> dropped =
                Arrays.asList(config.get("transforms.columns.exclude").split(","));

        assertThat(config)
                .containsEntry("transforms", "id,limits,columns")
                // Debezium's reduction buffer takes structs alone as keys.
                .containsEntry("transforms.id.type", "org.apache.kafka.connect.transforms.HoistField$Key")
                .containsEntry("transforms.id.field", "id")
                .containsEntry("transforms.limits.key.fields", "id required")
                .containsEntry("transforms.columns.type", "org.apache.kafka.connect.transforms.ReplaceField$Value")
                .containsEntry("key.converter", "org.apache.kafka.connect.converters.IntegerConverter")
                .containsEntry("value.converter.reader.schema", HostingMiner.class.getName());
        assertThat(HostingMiner.getClassSchema().getFields())
                .extracting(Schema.Field::name)
                .filteredOn(field -> !dropped.contains(field))
                .containsExactlyInAnyOrder(
                        "site_id", "serial_number", "miner_model_id", "actual_hashrate", "actual_power", "status");
    }

    /** A connector does not name what it does not know, so these are compared with its own definition. */
    @ParameterizedTest
    @EnumSource(Sink.class)
    void shouldSatisfyTheSettingsOfOurSink(Sink sink) {
        Map<String, String> config = definition(sink, SinkKind.COPY, Map.of()).namedConfig();
        Map<String, ConfigValue> known =
                new PostgresCopySinkConnector().config().validateAll(config);

        assertThat(known.values())
                .allSatisfy(value ->
                        assertThat(value.errorMessages()).as(value.name()).isEmpty());
        assertThat(config.keySet())
                .filteredOn(setting ->
                        setting.matches("(connection|table|insert|pk|delete|fields|delivery|offsets|batch|retry)\\..*"))
                .isSubsetOf(known.keySet());
        assertThat(config).containsEntry("delivery", "exactly-once");
    }

    @Test
    void shouldKnowNoKindOfOtherConnectors() {
        assertThat(SinkKind.ofClass("org.example.Sink")).isEmpty();
        assertThat(Stream.of(Sink.values()).filter(Sink::isDeployedByDefault))
                .containsExactly(Sink.TELEMETRY, Sink.STRATEGIES);
    }

    private static ConnectorDefinition definition(Sink sink, SinkKind kind, Map<String, String> overrides) {
        return sink.definition(
                sink.connectorName(),
                kind,
                new SinkEnvironment(
                        new TopicNames("test-"),
                        (short) 3,
                        "http://registry:8081",
                        "jdbc:postgresql://db:5432/mining?reWriteBatchedInserts=true",
                        "public",
                        "sink",
                        "${file:/s.properties:password}"),
                overrides);
    }
}
