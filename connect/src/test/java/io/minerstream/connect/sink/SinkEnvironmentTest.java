package io.minerstream.connect.sink;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.minerstream.schemas.topic.TopicNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkEnvironmentTest {

    private static final String JDBC_URL = "jdbc:postgresql://db:5432/mining";
    private static final String REFERENCE = "${file:/etc/minerstream/secrets.properties:database.password}";

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "", "${hunter2}", "x${file:/f:hunter2}", "${file:/f:k} hunter2"})
    void shouldRefusePasswordThatIsNoReferenceWithoutShowingIt(String password) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment("http://registry:8081", JDBC_URL, password))
                .withMessage("database password: must be a reference to a config provider of the worker, such as "
                        + "${file:/path/secrets.properties:database.password}, got another text (not shown)");
    }

    @Test
    void shouldRefuseRegistryUrlWithCredentialsWithoutShowingThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment("http://sink:hunter2@registry:8081", JDBC_URL, REFERENCE))
                .withMessage(
                        "registry URL: must not hold credentials, got some (not shown); Connect's REST API shows the "
                                + "URL to anyone: set value.converter.basic.auth.user.info to a reference");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/mining?password=hunter2",
                "jdbc:postgresql://db/mining?ssl=true&sslpassword=hunter2",
                "jdbc:postgresql://db/mining?PASSWORD=hunter2",
                "jdbc:postgresql://sink:hunter2@db/mining",
                "jdbc:postgresql://sink:hunt/er2@db/mining",
                "jdbc:postgresql://sink:hunt?er2@db/mining"
            })
    void shouldRefuseUrlWithCredentialsWithoutShowingThem(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment("http://registry:8081", url, REFERENCE))
                .withMessage(
                        "JDBC URL: must not hold credentials, got some (not shown); Connect's REST API shows the URL "
                                + "to anyone");
    }

    @Test
    void shouldReportEveryErrorAtOnceWithoutShowingSecrets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SinkEnvironment(
                        TopicNames.DEFAULT,
                        (short) 0,
                        "http://registry:8081",
                        "jdbc:mysql://db/mining?password=hunter2",
                        "public; drop table",
                        "sink",
                        "hunter2"))
                .withMessage(
                        """
                        replication factor: must be at least 1, got 0
                        JDBC URL: must start with jdbc:postgresql:, got 'jdbc:mysql://db/mining?password=[hidden]'
                        JDBC URL: must not hold credentials, got some (not shown); Connect's REST API shows the URL to anyone
                        database schema: must be a plain name, got 'public; drop table'
                        database password: must be a reference to a config provider of the worker, such as \
                        ${file:/path/secrets.properties:database.password}, got another text (not shown)""");
    }

    @Test
    void shouldShowUrlWithoutSecretThatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> environment("http://registry:8081", "jdbc:mysql://db/mining", REFERENCE))
                .withMessage("JDBC URL: must start with jdbc:postgresql:, got 'jdbc:mysql://db/mining'");
    }

    private static SinkEnvironment environment(String registryUrl, String jdbcUrl, String password) {
        return new SinkEnvironment(
                new TopicNames("test-"), (short) 3, registryUrl, jdbcUrl, "public", "sink", password);
    }
}
