package io.minerstream.connect.copy;

import io.minerstream.connect.copy.database.SqlFailure;
import io.minerstream.connect.copy.offsets.OffsetsTable;
import io.minerstream.connect.copy.table.RowLayouts;
import io.minerstream.connect.copy.table.TableName;
import io.minerstream.connect.plugin.PluginVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/** Lands the records of any topics in tables of PostgreSQL, by binary COPY and exactly once. See docs/copy-sink.md. */
public final class PostgresCopySinkConnector extends SinkConnector {

    private Map<String, String> settings;

    @Override
    public String version() {
        return PluginVersion.text();
    }

    @Override
    public ConfigDef config() {
        return CopySinkSettings.DEFINITION;
    }

    @Override
    public void start(Map<String, String> props) {
        settings = new HashMap<>(props);
        new CopySinkConfig(settings).requireConsistent();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return CopySinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> config = new HashMap<>(settings);
            config.put(CopySinkSettings.TASK_NUMBER, String.valueOf(task));
            configs.add(config);
        }
        return configs;
    }

    @Override
    public void stop() {
        // Holds nothing.
    }

    /** Checks settings one by one, then together, then against the database and its tables. */
    @Override
    public Config validate(Map<String, String> props) {
        Config config = super.validate(props);
        Map<String, ConfigValue> values = new HashMap<>();
        config.configValues().forEach(value -> values.put(value.name(), value));
        if (values.values().stream().anyMatch(value -> !value.errorMessages().isEmpty())) {
            return config;
        }
        CopySinkConfig parsed = new CopySinkConfig(props);
        Map<String, String> conflicts = parsed.conflicts();
        conflicts.forEach((name, text) -> values.get(name).addErrorMessage(name + ": " + text));
        if (conflicts.isEmpty()) {
            try {
                parsed.database().open().close();
                checkTables(parsed, values.get(CopySinkSettings.TABLE));
            } catch (SQLException e) {
                values.get(CopySinkSettings.URL)
                        .addErrorMessage("the database must accept a connection, " + SqlFailure.sentence(e));
            }
        }
        return config;
    }

    private static void checkTables(CopySinkConfig config, ConfigValue value) {
        RowLayouts layouts = new RowLayouts(config.database(), config.mapping());
        for (TableName table : config.knownTables()) {
            try {
                layouts.check(table);
            } catch (SQLException e) {
                value.addErrorMessage("table " + table + ": must be readable, " + SqlFailure.sentence(e));
            } catch (ConnectException e) {
                value.addErrorMessage(e.getMessage());
            }
        }
    }

    /** Changes the offsets in the warehouse; Connect changes those in Kafka. */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        CopySinkConfig config = new CopySinkConfig(connectorConfig).requireConsistent();
        OffsetsTable table = config.offsets();
        if (table != null && !offsets.isEmpty()) {
            try (Connection connection = config.database().open()) {
                table.create(connection);
                table.alter(connection, offsets);
            } catch (SQLException e) {
                throw new ConnectException(
                        "offsets table " + table + ": the offsets must be changed there, " + SqlFailure.sentence(e), e);
            }
        }
        return true;
    }
}
