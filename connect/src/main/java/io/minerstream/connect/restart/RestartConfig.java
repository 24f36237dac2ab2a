package io.minerstream.connect.restart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;

/** Settings of {@link RestartFailedExtension}, among those of the worker. */
final class RestartConfig extends AbstractConfig {

    static final String DELAY_MS = "restart.failed.delay.ms";
    static final String MAX_DELAY_MS = "restart.failed.max.delay.ms";
    static final String CLIENT_CONFIG = "restart.failed.client.config";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    DELAY_MS,
                    ConfigDef.Type.LONG,
                    10_000L,
                    Range.atLeast(0),
                    Importance.MEDIUM,
                    "Time from a failure to the restart, in milliseconds. Doubles each time; 0 for no restarts.")
            .define(
                    MAX_DELAY_MS,
                    ConfigDef.Type.LONG,
                    120_000L,
                    // States are looked at each second: longer between two looks counts as recovered.
                    Range.atLeast(10_000),
                    Importance.LOW,
                    "Longest time from a restart to the next one, in milliseconds, at least 10000.")
            .define(
                    CLIENT_CONFIG,
                    ConfigDef.Type.STRING,
                    null,
                    Importance.MEDIUM,
                    "Properties file with the login of this worker's REST API: connect.basic.auth.user.info or "
                            + "connect.bearer.auth.token. Its address is connect.url, among the worker's settings.");

    /** @param worker all settings of the worker */
    RestartConfig(Map<String, ?> worker) {
        super(DEFINITION, worker, false);
    }

    boolean isOn() {
        return getLong(DELAY_MS) > 0;
    }

    Duration delay() {
        return Duration.ofMillis(getLong(DELAY_MS));
    }

    Duration maxDelay() {
        return Duration.ofMillis(getLong(MAX_DELAY_MS));
    }

    /**
     * Settings of the client of the worker's own REST API.
     *
     * @throws ConfigException when the file cannot be read
     */
    Map<String, Object> client() {
        Map<String, Object> settings = new HashMap<>(originalsWithPrefix("connect.", false));
        String file = getString(CLIENT_CONFIG);
        if (file != null) {
            Properties login = new Properties();
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                login.load(in);
            } catch (IOException e) {
                throw new ConfigException(CLIENT_CONFIG + ": must be a readable file, got " + e);
            }
            login.forEach((setting, value) -> settings.put(setting.toString(), value));
        }
        return settings;
    }
}
