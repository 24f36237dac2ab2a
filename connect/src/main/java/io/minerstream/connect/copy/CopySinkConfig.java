package io.minerstream.connect.copy;

import io.minerstream.connect.copy.database.SinkDatabase;
import io.minerstream.connect.copy.offsets.OffsetsTable;
import io.minerstream.connect.copy.offsets.RecordFingerprint;
import io.minerstream.connect.copy.table.InsertMode;
import io.minerstream.connect.copy.table.KeyMode;
import io.minerstream.connect.copy.table.MappingSettings;
import io.minerstream.connect.copy.table.TableName;
import io.minerstream.connect.copy.table.TableNameFormat;
import io.minerstream.connect.copy.write.RetrySettings;
import io.minerstream.connect.plugin.PluginVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;

/** The settings of a connector or a task. Immutable. */
final class CopySinkConfig extends AbstractConfig {

    private static final int KAFKA_COLUMNS = 3;
    private static final String DEFAULT_NAME = "copy-sink";

    private final Map<String, String> originals;

    /** @throws ConfigException when a single setting is invalid */
    CopySinkConfig(Map<String, String> settings) {
        super(CopySinkSettings.DEFINITION, settings, false);
        this.originals = new HashMap<>(settings);
    }

    /** Settings that contradict each other: the name of one of them, and what must hold. */
    Map<String, String> conflicts() {
        Map<String, String> conflicts = new LinkedHashMap<>();
        boolean upserts = insertMode() == InsertMode.UPSERT;
        KeyMode keyMode = keyMode();
        if (delivery() == DeliveryMode.UPSERT && !upserts) {
            conflicts.put(
                    CopySinkSettings.INSERT_MODE,
                    "must be upsert with delivery=upsert, or rows land twice after a failure");
        }
        if (upserts && keyMode == KeyMode.NONE) {
            conflicts.put(CopySinkSettings.PK_MODE, "must name a key with insert.mode=upsert, is none");
        }
        int keys = keyFields().size();
        if (keyMode == KeyMode.KAFKA && keys != 0 && keys != KAFKA_COLUMNS) {
            conflicts.put(
                    CopySinkSettings.PK_FIELDS,
                    "must name three columns (topic, partition, offset) with pk.mode=kafka, or none; got " + keys);
        }
        if (getBoolean(CopySinkSettings.DELETE_ENABLED) && (keyMode != KeyMode.RECORD_KEY || !upserts)) {
            conflicts.put(CopySinkSettings.DELETE_ENABLED, "needs pk.mode=record_key and insert.mode=upsert");
        }
        return conflicts;
    }

    /** @throws ConfigException with all conflicts */
    CopySinkConfig requireConsistent() {
        List<String> texts = conflicts().entrySet().stream()
                .map(conflict -> conflict.getKey() + ": " + conflict.getValue())
                .toList();
        if (!texts.isEmpty()) {
            throw new ConfigException(String.join(". ", texts));
        }
        return this;
    }

    /** Of the connector, which is the owner of its offsets. */
    String connectorName() {
        return originals.getOrDefault("name", DEFAULT_NAME);
    }

    String taskNumber() {
        return originals.getOrDefault(CopySinkSettings.TASK_NUMBER, "0");
    }

    SinkDatabase database() {
        return new SinkDatabase(
                getString(CopySinkSettings.URL),
                getString(CopySinkSettings.USER),
                getPassword(CopySinkSettings.PASSWORD),
                connectorName());
    }

    MappingSettings mapping() {
        return new MappingSettings(
                tables(),
                insertMode(),
                keyMode(),
                keyFields(),
                Set.copyOf(getList(CopySinkSettings.WHITELIST)),
                getBoolean(CopySinkSettings.DELETE_ENABLED));
    }

    private TableNameFormat tables() {
        return TableNameFormat.parse(CopySinkSettings.TABLE, getString(CopySinkSettings.TABLE));
    }

    /** The tables that can be known without a record. */
    List<TableName> knownTables() {
        TableNameFormat format = tables();
        if (format.isFixed()) {
            return List.of(format.of(""));
        }
        return Stream.of(originals.getOrDefault("topics", "").split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .map(format::of)
                .distinct()
                .toList();
    }

    DeliveryMode delivery() {
        return CopySinkSettings.DELIVERIES.parse(CopySinkSettings.DELIVERY, getString(CopySinkSettings.DELIVERY));
    }

    /** Null when Kafka alone keeps the offsets. */
    OffsetsTable offsets() {
        if (delivery() == DeliveryMode.UPSERT) {
            return null;
        }
        return new OffsetsTable(
                TableNameFormat.parse(CopySinkSettings.OFFSETS_TABLE, getString(CopySinkSettings.OFFSETS_TABLE))
                        .of(""),
                connectorName(),
                new RecordFingerprint(originals, PluginVersion.text()));
    }

    long batchBytes() {
        return getInt(CopySinkSettings.BATCH_BYTES);
    }

    RetrySettings retries() {
        long limitMs = getLong(CopySinkSettings.RETRY_TIMEOUT_MS);
        return new RetrySettings(
                Duration.ofMillis(getLong(CopySinkSettings.RETRY_BACKOFF_MS)),
                Duration.ofMillis(getLong(CopySinkSettings.RETRY_BACKOFF_MAX_MS)),
                limitMs < 0 ? null : Duration.ofMillis(limitMs));
    }

    private InsertMode insertMode() {
        return CopySinkSettings.INSERT_MODES.parse(
                CopySinkSettings.INSERT_MODE, getString(CopySinkSettings.INSERT_MODE));
    }

    private KeyMode keyMode() {
        return CopySinkSettings.KEY_MODES.parse(CopySinkSettings.PK_MODE, getString(CopySinkSettings.PK_MODE));
    }

    private List<String> keyFields() {
        return getList(CopySinkSettings.PK_FIELDS);
    }
}
