package io.minerstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minerstream.schemas.topic.TopicNames;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetrySinkTest {

    private static final String REFERENCE = "${file:/etc/minerstream/secrets.properties:database.password}";
    private static final String SECRET = "hunter2";

    @Test
    void shouldFillTheBundledTemplate() {
        ConnectorDefinition definition = aSink().definition();

        assertThat(definition.name()).isEqualTo("miner-telemetry-sink");
        assertThat(definition.config())
                .containsEntry("connector.class", "io.debezium.connector.jdbc.JdbcSinkConnector")
                .containsEntry("topics", "test-miner-telemetry")
                .containsEntry("errors.deadletterqueue.topic.name", "test-miner-telemetry-dlq")
                .containsEntry("errors.deadletterqueue.topic.replication.factor", "3")
                .containsEntry("value.converter.schema.registry.url", "http://registry:8081")
                .containsEntry("collection.name.format", "public.miner_telemetry")
                .containsEntry("connection.username", "sink")
                .doesNotContainKey("name");
        assertThat(definition.config().values()).noneMatch(value -> value.contains("{{"));
    }

    @Test
    void shouldKeepItsGuarantees() {
        assertThat(aSink().definition().config())
                .containsEntry("consumer.override.isolation.level", "read_committed")
                .containsEntry("consumer.override.auto.offset.reset", "earliest")
                .containsEntry("insert.mode", "upsert")
                .containsEntry("primary.key.mode", "record_value")
                .containsEntry("primary.key.fields", "miner_id,recorded_at")
                .containsEntry("use.reduction.buffer", "true")
                .containsEntry("schema.evolution", "none")
                .containsEntry("use.time.zone", "UTC")
                .containsEntry("errors.tolerance", "all")
                .containsEntry("errors.retry.timeout", "-1")
                .containsEntry("errors.log.enable", "false")
                .containsEntry("transforms", "limits")
                .containsEntry("transforms.limits.value.required", "true");
    }

    @Test
    void shouldNameClassesThatExist() throws ClassNotFoundException {
        Map<String, String> config = aSink().definition().config();

        assertThat(Class.forName(config.get("value.converter")).getSimpleName()).isEqualTo("AvroConverter");
        assertThat(Class.forName(config.get("value.converter.reader.schema")).getSimpleName())
                .isEqualTo("MinerTelemetry");
        assertThat(Class.forName(config.get("transforms.limits.type")).getSimpleName())
                .isEqualTo("RecordLimits");
    }

    @Test
    void shouldHoldThePasswordAsReferenceOnly() {
        assertThat(aSink().definition().config()).containsEntry("connection.password", REFERENCE);
    }

    @Test
    void shouldPutParametersOfTheUrlAfterItsOwn() {
        assertThat(aSink().jdbcUrl("jdbc:postgresql://db:5432/mining?ssl=true&sslmode=require")
                        .definition()
                        .config())
                .containsEntry(
                        "connection.url",
                        "jdbc:postgresql://db:5432/mining?reWriteBatchedInserts=true&ApplicationName=minerstream-sink"
                                + "&tcpKeepAlive=true&ssl=true&sslmode=require");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://db:5432/mining", "jdbc:postgresql://db:5432/mining?"})
    void shouldTakeUrlWithoutParameters(String url) {
        assertThat(aSink().jdbcUrl(url).definition().config())
                .containsEntry(
                        "connection.url",
                        "jdbc:postgresql://db:5432/mining?reWriteBatchedInserts=true&ApplicationName=minerstream-sink"
                                + "&tcpKeepAlive=true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "insert.mode | insert | each record is one row, also after a replay",
                "primary.key.mode | none | each record is one row, also after a replay",
                "primary.key.fields | miner_id | each record is one row, also after a replay",
                "use.reduction.buffer | false | a duplicate in a batch must not fail the batch",
                "dialect.postgres.unnest.insert.enabled | true | it loses milliseconds and fails on repeated keys",
                "consumer.override.isolation.level | read_uncommitted | "
                        + "records of aborted transactions must not reach the table",
                "consumer.override.auto.offset.reset | latest | "
                        + "no record before the connector's first start may be missed",
                "errors.retry.timeout | 0 | an outage of the registry must not send good records to the dead letters",
                "use.time.zone | Asia/Shanghai | recorded_at holds UTC",
                "topics | other | the topic names come from the topic settings"
            })
    void shouldRefuseOverrideThatBreaksGuarantee(String setting, String value, String guarantee) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aSink().overrides(Map.of(setting, value)).definition())
                .withMessage(setting + ": must not be overridden, got '" + value + "'; " + guarantee);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value.converter.basic.auth.user.info",
                "consumer.override.sasl.jaas.config",
                "consumer.override.ssl.truststore.password",
                "consumer.override.ssl.keystore.key",
                "consumer.override.SSL.Key.Password",
                "some.token"
            })
    void shouldRefuseSecretInOverrideWithoutShowingIt(String setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> aSink().overrides(Map.of(setting, SECRET)).definition())
                .withMessage(
                        setting + ": must be a reference such as ${file:/path/secrets.properties:key}, got another "
                                + "text (not shown)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://db/mining?password=hunter2", "jdbc:postgresql://sink:hunter2@db/mining"})
    void shouldRefuseUrlWithCredentialsInOverrideWithoutShowingIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> aSink().overrides(Map.of("connection.url", url)).definition())
                .withMessage(
                        "connection.url: must not hold credentials, got some (not shown); Connect's REST API shows "
                                + "it to anyone");
    }

    @Test
    void shouldTakeOtherOverrides() {
        Map<String, String> config = aSink().overrides(Map.of(
                        "tasks.max", "6",
                        "value.converter.basic.auth.credentials.source", "USER_INFO",
                        "value.converter.basic.auth.user.info", "${file:/s.properties:registry}"))
                .definition()
                .config();

        assertThat(config)
                .containsEntry("tasks.max", "6")
                .containsEntry("value.converter.basic.auth.credentials.source", "USER_INFO")
                .containsEntry("value.converter.basic.auth.user.info", "${file:/s.properties:registry}");
    }

    @Test
    void shouldTakeUserWithAtSignInParameters() {
        assertThat(aSink().jdbcUrl("jdbc:postgresql://db/mining?user=sink@tenant")
                        .definition()
                        .config())
                .hasEntrySatisfying("connection.url", url -> assertThat(url).endsWith("&user=sink@tenant"));
    }

    @Test
    void shouldInsertValuesLiterally() {
        String odd = "sink$1\\{{database.parameters}}";

        assertThat(aSink().jdbcUrl("jdbc:postgresql://db/mining?user=" + odd)
                        .definition()
                        .config())
                .hasEntrySatisfying("connection.url", url -> assertThat(url).endsWith("&user=" + odd));
    }

    @Test
    void shouldReportEveryErrorOfTheOverridesAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> aSink().overrides(Map.of("topics", "a", "insert.mode", "insert", "some.token", SECRET))
                                .definition())
                .withMessage(
                        """
                        insert.mode: must not be overridden, got 'insert'; each record is one row, also after a replay
                        some.token: must be a reference such as ${file:/path/secrets.properties:key}, got another text \
                        (not shown)
                        topics: must not be overridden, got 'a'; the topic names come from the topic settings""");
    }

    private static Builder aSink() {
        return new Builder();
    }

    private static final class Builder {

        private String jdbcUrl = "jdbc:postgresql://db:5432/mining";
        private Map<String, String> overrides = Map.of();

        Builder jdbcUrl(String url) {
            this.jdbcUrl = url;
            return this;
        }

        Builder overrides(Map<String, String> settings) {
            this.overrides = settings;
            return this;
        }

        ConnectorDefinition definition() {
            SinkEnvironment environment = new SinkEnvironment(
                    new TopicNames("test-"), (short) 3, "http://registry:8081", jdbcUrl, "public", "sink", REFERENCE);
            return Sink.TELEMETRY.definition(Sink.TELEMETRY.connectorName(), SinkKind.DEBEZIUM, environment, overrides);
        }
    }
}
