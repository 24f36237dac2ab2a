package io.minerstream.connect.converter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.minerstream.connect.plugin.PluginVersion;
import io.minerstream.connect.plugin.RejectionLog;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.slf4j.LoggerFactory;

/**
 * Converts between a UTF-8 text of several parts and a struct of as many fields: with {@code fields=site_id:int32,
 * strategy_type:string}, the key {@code 5:custom} is the struct {@code {site_id: 5, strategy_type: "custom"}}. A sink needs the
 * struct to find the row that a tombstone deletes, since a tombstone has only a key.
 *
 * <p>The last field takes the rest of the text and may contain the delimiter. Each struct has exactly one text: numbers have
 * no plus sign and no leading zeros. The two directions are therefore inverse, and different keys of a compacted topic are
 * different rows.
 *
 * <p>A key that is null or not of this form is a {@link DataException}, which Connect sends to the dead letter topic with
 * {@code errors.tolerance=all}. Thread-safe after {@link #configure}.
 */
public final class DelimitedKeyConverter implements Converter, Versioned {

    /** Setting: the fields in the order of the key, each {@code name:type} with type int32, int64 or string. */
    public static final String FIELDS = "fields";

    /** Setting: the text between two parts; {@code :} when it is not given. */
    public static final String DELIMITER = "delimiter";

    private static final ConfigDef CONFIG = new ConfigDef()
            .define(
                    FIELDS,
                    ConfigDef.Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(
                            KeyFields::requireValid,
                            () -> "name:type, ..., type one of " + String.join(", ", KeyFields.TYPES)),
                    ConfigDef.Importance.HIGH,
                    "The fields of the key in their order, for example site_id:int32,strategy_type:string.")
            .define(
                    DELIMITER,
                    ConfigDef.Type.STRING,
                    ":",
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.MEDIUM,
                    "The text between two parts of the key.");

    private final RejectionLog rejections = new RejectionLog(LoggerFactory.getLogger(DelimitedKeyConverter.class));
    private KeyFields fields;

    @Override
    public ConfigDef config() {
        return CONFIG;
    }

    @Override
    public String version() {
        return PluginVersion.text();
    }

    /** @throws ConfigException when a property is missing or wrong */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        AbstractConfig config = new AbstractConfig(CONFIG, configs, false);
        this.fields = new KeyFields(config.getList(FIELDS), config.getString(DELIMITER));
    }

    /**
     * @return the same schema object at each call
     * @throws DataException when the key is null or not of the configured form
     */
    @Override
    public SchemaAndValue toConnectData(String topic, byte[] key) {
        try {
            if (key == null) {
                throw new DataException("must be " + fields + ", got null");
            }
            // Not new String(bytes): it replaces malformed UTF-8, so that two keys would become one.
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
            return new SchemaAndValue(fields.schema(), fields.parse(text));
        } catch (CharacterCodingException e) {
            throw rejected("topic " + topic + ": the key must be UTF-8 text, got other bytes", e);
        } catch (DataException e) {
            throw rejected("topic " + topic + ": the key " + e.getMessage(), e);
        }
    }

    private DataException rejected(String reason, Exception cause) {
        rejections.add(reason);
        return new DataException(reason, cause);
    }

    @Override
    public void close() {
        rejections.flush();
    }

    /**
     * @param schema ignored: the struct has its own
     * @throws DataException when the key is no struct of the configured fields, or a field but the last contains the delimiter
     */
    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object key) {
        try {
            if (!(key instanceof Struct struct)) {
                throw new DataException("must be a struct of " + fields + ", got "
                        + (key == null ? "null" : key.getClass().getSimpleName()));
            }
            ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(fields.format(struct)));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new DataException("topic " + topic + ": the key must be text, got half a surrogate pair", e);
        } catch (DataException e) {
            throw new DataException("topic " + topic + ": the key " + e.getMessage(), e);
        }
    }
}
