package io.minerstream.stack.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerSettingsTest {

    @TempDir
    private Path data;

    private Map<String, String> settings;

    @BeforeEach
    void setUp() {
        settings =
                WorkerSettings.of("127.0.0.1:20001", 20_002, Path.of("/my parts/plugins"), data.resolve("login"), data);
    }

    @Test
    void shouldBeAcceptedByConnect() {
        DistributedConfig config = new DistributedConfig(settings);

        assertThat(config.getString("rest.advertised.host.name")).isEqualTo("127.0.0.1");
        assertThat(config.getList("listeners")).containsExactly("http://127.0.0.1:20002");
        assertThat(config.getList("plugin.path")).containsExactly("/my parts/plugins");
    }

    @Test
    void shouldAskForALogin() {
        assertThat(settings.get("rest.extension.classes")).endsWith(".BasicAuthSecurityRestExtension");
    }

    @Test
    void shouldRestartWhatHasFailed() {
        assertThat(settings.get("rest.extension.classes")).startsWith("io.minerstream.connect.restart.RestartFailed");
        assertThat(settings)
                .containsEntry("connect.url", "http://127.0.0.1:20002")
                .containsEntry("restart.failed.client.config", data + "/login");
    }

    @Test
    void shouldLetConnectorsReadFilesOfTheFolderOfSecretsAlone() {
        assertThat(settings).containsEntry("config.providers.file.param.allowed.paths", data.toString());
    }
}
