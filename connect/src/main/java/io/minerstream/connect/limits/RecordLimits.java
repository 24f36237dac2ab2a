package io.minerstream.connect.limits;

import io.minerstream.connect.plugin.PluginVersion;
import io.minerstream.connect.plugin.RejectionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.slf4j.LoggerFactory;

/**
 * A transformation that changes nothing and refuses records that break the limits of their fields, in key and value. With
 * {@code errors.tolerance=all} Connect sends them to the dead letter topic, with the reason in the headers, where the driver
 * would fail the whole batch and stop the task.
 *
 * <p>Needs no certain converter or connector. Fields that are not named have no limits. Not thread-safe: each task has its own.
 *
 * @param <R> the kind of record
 */
public final class RecordLimits<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** Setting: limits of fields of the key. */
    public static final String KEY_FIELDS = "key.fields";

    /** Setting: limits of fields of the value. */
    public static final String VALUE_FIELDS = "value.fields";

    /** Setting: whether a null value is refused. It is a deletion where it is not. */
    public static final String VALUE_REQUIRED = "value.required";

    private static final ConfigDef CONFIG = new ConfigDef()
            .define(
                    KEY_FIELDS,
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.LambdaValidator.with(RecordLimits::requireValid, () -> FieldLimits.SYNTAX),
                    ConfigDef.Importance.MEDIUM,
                    "Limits of fields of the key, for example strategy_type length=50 no-nul.")
            .define(
                    VALUE_FIELDS,
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.LambdaValidator.with(RecordLimits::requireValid, () -> FieldLimits.SYNTAX),
                    ConfigDef.Importance.HIGH,
                    "Limits of fields of the value, for example hashrate required finite min=0.")
            .define(
                    VALUE_REQUIRED,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    ConfigDef.Importance.MEDIUM,
                    "Whether a null value (a tombstone) is refused.");

    private final RejectionLog rejections = new RejectionLog(LoggerFactory.getLogger(RecordLimits.class));
    private List<FieldLimits> keyFields;
    private List<FieldLimits> valueFields;
    private boolean valueRequired;

    private static void requireValid(String setting, Object value) {
        List<String> errors = new ArrayList<>();
        for (Object text : (List<?>) value) {
            try {
                FieldLimits.parse(text.toString());
            } catch (IllegalArgumentException e) {
                errors.add("must be " + FieldLimits.SYNTAX + "; got '" + text + "'");
            }
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(setting + ": " + String.join("; ", errors));
        }
    }

    @Override
    public ConfigDef config() {
        return CONFIG;
    }

    @Override
    public String version() {
        return PluginVersion.text();
    }

    /** @throws ConfigException when a property is wrong */
    @Override
    public void configure(Map<String, ?> configs) {
        AbstractConfig config = new AbstractConfig(CONFIG, configs, false);
        this.keyFields = limits(config, KEY_FIELDS);
        this.valueFields = limits(config, VALUE_FIELDS);
        this.valueRequired = config.getBoolean(VALUE_REQUIRED);
    }

    private static List<FieldLimits> limits(AbstractConfig config, String setting) {
        return config.getList(setting).stream().map(FieldLimits::parse).toList();
    }

    /**
     * @return the same record
     * @throws DataException naming every field that breaks its limits
     */
    @Override
    public R apply(R record) {
        List<String> violations = new ArrayList<>(0);
        check("key", record.key(), keyFields, violations);
        if (record.value() != null) {
            check("value", record.value(), valueFields, violations);
        } else if (valueRequired) {
            violations.add("the value must be a record, got null");
        }
        if (!violations.isEmpty()) {
            String reason = "topic " + record.topic() + ": " + String.join("; ", violations);
            rejections.add(reason);
            throw new DataException(reason);
        }
        return record;
    }

    private static void check(String part, Object data, List<FieldLimits> fields, List<String> violations) {
        if (fields.isEmpty()) {
            return;
        }
        if (!(data instanceof Struct) && !(data instanceof Map)) {
            violations.add("the " + part + " must have fields, got "
                    + (data == null ? "null" : data.getClass().getSimpleName()));
            return;
        }
        for (FieldLimits field : fields) {
            field.violation(value(data, field.name())).ifPresent(violations::add);
        }
    }

    private static Object value(Object data, String field) {
        if (data instanceof Struct struct) {
            return struct.schema().field(field) == null ? null : struct.get(field);
        }
        return ((Map<?, ?>) data).get(field);
    }

    @Override
    public void close() {
        rejections.flush();
    }
}
