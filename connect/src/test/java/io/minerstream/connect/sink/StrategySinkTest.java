package io.minerstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.schemas.topic.TopicNames;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategySinkTest {

    @Test
    void shouldFillTheBundledTemplate() {
        ConnectorDefinition definition = sink(Map.of());

        assertThat(definition.name()).isEqualTo("curtailment-strategies-sink");
        assertThat(definition.config())
                .containsEntry("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector")
                .containsEntry("topics", "test-curtailment-strategies")
                .containsEntry("errors.deadletterqueue.topic.name", "test-miner-telemetry-dlq")
                .containsEntry("errors.deadletterqueue.topic.replication.factor", "3")
                .containsEntry("value.converter.schema.registry.url", "http://registry:8081")
                .containsEntry(
                        "connection.url",
                        "jdbc:postgresql://db:5432/mining?ApplicationName=minerstream-strategy-sink&tcpKeepAlive=true"
                                + "&sslmode=require")
                .containsEntry("connection.password", "${file:/s.properties:password}")
                .containsEntry("collection.name.format", "public.curtailment_strategies")
                .doesNotContainKey("name");
        assertThat(definition.config().values()).noneMatch(value -> value.contains("{{"));
    }

    @Test
    void shouldKeepItsGuarantees() {
        assertThat(sink(Map.of()).config())
                .containsEntry("consumer.override.isolation.level", "read_committed")
                .containsEntry("consumer.override.auto.offset.reset", "earliest")
                .containsEntry("insert.mode", "upsert")
                .containsEntry("delete.enabled", "true")
                .containsEntry("primary.key.mode", "record_key")
                .containsEntry("primary.key.fields", "site_id,strategy_type")
                .containsEntry("use.reduction.buffer", "true")
                .containsEntry("schema.evolution", "none")
                .containsEntry("errors.tolerance", "all")
                .containsEntry("errors.retry.timeout", "-1")
                .containsEntry("errors.log.enable", "false");
    }

    @Test
    void shouldNameClassesThatExist() throws ClassNotFoundException {
        Map<String, String> config = sink(Map.of()).config();

        assertThat(Class.forName(config.get("key.converter")).getSimpleName()).isEqualTo("DelimitedKeyConverter");
        assertThat(Class.forName(config.get("value.converter")).getSimpleName()).isEqualTo("AvroConverter");
    }

    @Test
    void shouldTakeItsKeyFromFieldsOfTheContract() {
        Schema contract = CurtailmentStrategy.getClassSchema();

        assertThat(sink(Map.of()).config().get("primary.key.fields").split(","))
                .allSatisfy(field -> assertThat(contract.getField(field)).isNotNull());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insert.mode | insert | each strategy is one row, also after a replay",
                "delete.enabled | false | a strategy that was removed must leave the table",
                "primary.key.mode | record_value | a tombstone identifies the row to delete by its key alone",
                "primary.key.fields | site_id | a tombstone identifies the row to delete by its key alone",
                "key.converter | a.Converter | a tombstone identifies the row to delete by its key alone",
                "key.converter.fields | id:int64 | a tombstone identifies the row to delete by its key alone",
                "key.converter.delimiter | / | a tombstone identifies the row to delete by its key alone",
                "use.reduction.buffer | false | a strategy that is removed and set again at once must keep its row",
                "consumer.override.isolation.level | read_uncommitted | "
                        + "records of aborted transactions must not reach the table",
                "consumer.override.auto.offset.reset | latest | "
                        + "no record before the connector's first start may be missed",
                "errors.retry.timeout | 0 | an outage of the registry must not send good records to the dead letters",
                "topics | other | the topic names come from the topic settings"
            })
    void shouldRefuseOverrideThatBreaksGuarantee(String setting, String value, String guarantee) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sink(Map.of(setting, value)))
                .withMessage(setting + ": must not be overridden, got '" + value + "'; " + guarantee);
    }

    @Test
    void shouldRefuseSecretInOverrideWithoutShowingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sink(Map.of("value.converter.basic.auth.user.info", "hunter2")))
                .withMessage("value.converter.basic.auth.user.info: must be a reference such as "
                        + "${file:/path/secrets.properties:key}, got another text (not shown)");
    }

    @Test
    void shouldTakeOtherOverrides() {
        assertThat(sink(Map.of("flush.max.retries", "7")).config()).containsEntry("flush.max.retries", "7");
    }

    private static ConnectorDefinition sink(Map<String, String> overrides) {
        SinkEnvironment environment = new SinkEnvironment(
                new TopicNames("test-"),
                (short) 3,
                "http://registry:8081",
                "jdbc:postgresql://db:5432/mining?sslmode=require",
                "public",
                "sink",
                "${file:/s.properties:password}");
        return Sink.STRATEGIES.definition(Sink.STRATEGIES.connectorName(), SinkKind.DEBEZIUM, environment, overrides);
    }
}
