package io.minerstream.connect.copy;

import io.minerstream.connect.copy.table.InsertMode;
import io.minerstream.connect.copy.table.KeyMode;
import io.minerstream.connect.copy.table.TableNameFormat;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** The settings of the connector: names, types, defaults, bounds and documentation. Names are Confluent's where they mean the same. */
final class CopySinkSettings {

    static final String URL = "connection.url";
    static final String USER = "connection.user";
    static final String PASSWORD = "connection.password";
    static final String TABLE = "table.name.format";
    static final String INSERT_MODE = "insert.mode";
    static final String PK_MODE = "pk.mode";
    static final String PK_FIELDS = "pk.fields";
    static final String DELETE_ENABLED = "delete.enabled";
    static final String WHITELIST = "fields.whitelist";
    static final String DELIVERY = "delivery";
    static final String OFFSETS_TABLE = "offsets.table";
    static final String BATCH_BYTES = "batch.max.bytes";
    static final String RETRY_BACKOFF_MS = "retry.backoff.ms";
    static final String RETRY_BACKOFF_MAX_MS = "retry.backoff.max.ms";
    static final String RETRY_TIMEOUT_MS = "retry.timeout.ms";

    /** Not for users: the connector numbers its tasks. */
    static final String TASK_NUMBER = "task.number";

    static final Choice<DeliveryMode> DELIVERIES = new Choice<>(DeliveryMode.class, '-');
    static final Choice<InsertMode> INSERT_MODES = new Choice<>(InsertMode.class, '-');
    static final Choice<KeyMode> KEY_MODES = new Choice<>(KeyMode.class, '_');

    private static final String URL_PREFIX = "jdbc:postgresql:";
    private static final int MIN_BATCH_BYTES = 64 * 1024;
    private static final int DEFAULT_BATCH_BYTES = 4 << 20;
    private static final int MAX_BATCH_BYTES = 256 << 20;
    private static final long DEFAULT_BACKOFF_MS = 100;
    private static final long DEFAULT_BACKOFF_MAX_MS = 10_000;
    private static final long MAX_BACKOFF_MS = 300_000;
    private static final long DEFAULT_RETRY_TIMEOUT_MS = 600_000;

    private static final String CONNECTION = "Connection";
    private static final String ROWS = "Rows";
    private static final String GUARANTEES = "Delivery";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    URL,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(CopySinkSettings::requireUrl, () -> URL_PREFIX + "..."),
                    Importance.HIGH,
                    "JDBC URL of the database, " + URL_PREFIX
                            + "//host:port/database?parameter=value. Parameters are those of"
                            + " PostgreSQL's driver, for example sslmode, currentSchema and targetServerType.",
                    CONNECTION,
                    1,
                    Width.LONG,
                    "URL")
            .define(
                    USER,
                    ConfigDef.Type.STRING,
                    null,
                    Importance.HIGH,
                    "Database user.",
                    CONNECTION,
                    2,
                    Width.MEDIUM,
                    "User")
            .define(
                    PASSWORD,
                    ConfigDef.Type.PASSWORD,
                    null,
                    Importance.HIGH,
                    "Password of the user. A reference such as ${file:/path:key} keeps it out of Connect's topics.",
                    CONNECTION,
                    3,
                    Width.MEDIUM,
                    "Password")
            .define(
                    TABLE,
                    ConfigDef.Type.STRING,
                    "${topic}",
                    ConfigDef.LambdaValidator.with(
                            CopySinkSettings::requireTable, () -> "table or schema.table, double quotes allowed"),
                    Importance.MEDIUM,
                    "Target table, or schema.table; ${topic} stands for the topic. Names keep their case. Double quotes"
                            + " enclose a name with a dot.",
                    ROWS,
                    1,
                    Width.LONG,
                    "Table")
            .define(
                    INSERT_MODE,
                    ConfigDef.Type.STRING,
                    "insert",
                    INSERT_MODES,
                    Importance.HIGH,
                    "insert: a row whose key is there already is refused. upsert: it replaces that row.",
                    ROWS,
                    2,
                    Width.SHORT,
                    "Insert mode",
                    INSERT_MODES)
            .define(
                    PK_MODE,
                    ConfigDef.Type.STRING,
                    "none",
                    KEY_MODES,
                    Importance.HIGH,
                    "Where key columns come from. none: there are none. kafka: topic, partition and offset. record_key: the"
                            + " record's key, one column if it is no struct. record_value: fields of the value.",
                    ROWS,
                    3,
                    Width.SHORT,
                    "Key mode",
                    KEY_MODES)
            .define(
                    PK_FIELDS,
                    ConfigDef.Type.LIST,
                    List.of(),
                    Importance.MEDIUM,
                    "Key columns. Empty: all fields of the key or the value; with pk.mode=kafka __connect_topic,"
                            + " __connect_partition, __connect_offset. With insert.mode=upsert the table must have a unique key on"
                            + " exactly these.",
                    ROWS,
                    4,
                    Width.LONG,
                    "Key fields")
            .define(
                    DELETE_ENABLED,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Whether a record without a value deletes the row of its key. Needs pk.mode=record_key and"
                            + " insert.mode=upsert. Without it, such a record is a dead letter.",
                    ROWS,
                    5,
                    Width.SHORT,
                    "Deletes")
            .define(
                    WHITELIST,
                    ConfigDef.Type.LIST,
                    List.of(),
                    Importance.MEDIUM,
                    "Fields of the value that are written, besides key columns. Empty: all.",
                    ROWS,
                    6,
                    Width.LONG,
                    "Fields")
            .define(
                    DELIVERY,
                    ConfigDef.Type.STRING,
                    "exactly-once",
                    DELIVERIES,
                    Importance.HIGH,
                    "exactly-once: offsets are in a table of the warehouse, in the transaction of the rows. upsert: Kafka"
                            + " keeps them, rows that land again replace themselves; for databases where no table may be added."
                            + " Needs insert.mode=upsert.",
                    GUARANTEES,
                    1,
                    Width.MEDIUM,
                    "Delivery",
                    DELIVERIES)
            .define(
                    OFFSETS_TABLE,
                    ConfigDef.Type.STRING,
                    "minerstream_sink_offsets",
                    ConfigDef.LambdaValidator.with(
                            CopySinkSettings::requireTable, () -> "table or schema.table, double quotes allowed"),
                    Importance.LOW,
                    "Table of the offsets, for delivery=exactly-once; it is created if the user may. Connectors can share it:"
                            + " their names tell them apart, so no two Connect clusters may have connectors of one name.",
                    GUARANTEES,
                    2,
                    Width.LONG,
                    "Offsets table")
            .define(
                    BATCH_BYTES,
                    ConfigDef.Type.INT,
                    DEFAULT_BATCH_BYTES,
                    Range.between(MIN_BATCH_BYTES, MAX_BATCH_BYTES),
                    Importance.MEDIUM,
                    "Bytes of encoded rows from which on a batch is not filled further. A batch is one transaction; while the"
                            + " database is idle, smaller ones are sent at once. A task holds up to four.",
                    GUARANTEES,
                    3,
                    Width.MEDIUM,
                    "Batch size")
            .define(
                    RETRY_BACKOFF_MS,
                    ConfigDef.Type.LONG,
                    DEFAULT_BACKOFF_MS,
                    Range.between(1, MAX_BACKOFF_MS),
                    Importance.LOW,
                    "Pause before a batch is sent again after a failure of the database; each further one is twice as long.",
                    GUARANTEES,
                    4,
                    Width.SHORT,
                    "First pause")
            .define(
                    RETRY_BACKOFF_MAX_MS,
                    ConfigDef.Type.LONG,
                    DEFAULT_BACKOFF_MAX_MS,
                    Range.between(1, MAX_BACKOFF_MS),
                    Importance.LOW,
                    "Longest pause.",
                    GUARANTEES,
                    5,
                    Width.SHORT,
                    "Longest pause")
            .define(
                    RETRY_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    DEFAULT_RETRY_TIMEOUT_MS,
                    Range.atLeast(-1),
                    Importance.MEDIUM,
                    "Time after the first failure of a batch until the task fails; -1 for never. The records of a failed task"
                            + " stay in Kafka.",
                    GUARANTEES,
                    6,
                    Width.MEDIUM,
                    "Retry limit");

    private CopySinkSettings() {}

    private static void requireUrl(String name, Object value) {
        if (value != null && !value.toString().startsWith(URL_PREFIX)) {
            // Without the value, which may hold a password.
            throw new ConfigException(name + ": must begin with " + URL_PREFIX + ", does not");
        }
    }

    private static void requireTable(String name, Object value) {
        TableNameFormat.parse(name, String.valueOf(value));
    }
}
