package io.minerstream.connect.converter;

import io.minerstream.schemas.serde.ContractRegistration;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.topic.TopicNames;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/** Settings of the converter: those of the registry, and of Confluent's converter under its names. */
public final class ConverterConfig extends AbstractConfig {

    /** Full name of the contract as which every record is read; the record's own schema when it is not given. */
    static final String READER_SCHEMA = "reader.schema";

    static final String ENHANCED_SCHEMAS = "enhanced.avro.schema.support";
    static final String META_DATA = "connect.meta.data";
    static final String SCRUB_NAMES = "scrub.invalid.names";
    static final String KEEP_NULLS = "ignore.default.for.nullables";
    static final String CACHED_SCHEMAS = "schemas.cache.config";

    private static final int DEFAULT_CACHED_SCHEMAS = 1_000;

    /** Confluent's settings that change what is written or read, each with the one value that describes this converter. */
    private static final Map<String, String> FIXED = Map.of(
            "generalized.sum.type.support", "false",
            "discard.type.doc.default", "false",
            "allow.optional.map.keys", "false",
            "key.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicNameStrategy",
            "value.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicNameStrategy");

    private static final ConfigDef DEFINITION = definition();

    ConverterConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
    }

    /** All settings with their documentation; a new object. */
    public static ConfigDef definition() {
        ConfigDef definition = RegistryConfig.definition()
                .define(
                        READER_SCHEMA,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.LambdaValidator.with(
                                (setting, name) -> contract((String) name), () -> "the full name of a contract"),
                        Importance.MEDIUM,
                        "Full name of the contract as which every record is read, for example "
                                + "io.minerstream.avro.MinerTelemetry: further fields are dropped, missing ones get their "
                                + "defaults. Unset: the schema of the record.")
                .define(
                        ENHANCED_SCHEMAS,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether enums are written as enums, not as strings, and fields of unions carry full names of types.")
                .define(
                        META_DATA,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether docs and parameters are kept, as properties connect.* of the written schema.")
                .define(
                        SCRUB_NAMES,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether characters that Avro does not allow in names are replaced. If false, such a schema is refused.")
                .define(
                        KEEP_NULLS,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether a null of an optional field is written as null where its schema has a default.")
                .define(
                        CACHED_SCHEMAS,
                        ConfigDef.Type.INT,
                        DEFAULT_CACHED_SCHEMAS,
                        ConfigDef.Range.atLeast(1),
                        Importance.LOW,
                        "For how many Connect schemas the way to write them is kept. Schemas of messages are kept for good.");
        FIXED.forEach((name, only) -> definition.define(
                name,
                ConfigDef.Type.STRING,
                only,
                ConfigDef.LambdaValidator.with((setting, value) -> requireOnly(setting, value, only), () -> only),
                Importance.LOW,
                "Only " + only + ": another value is refused, since this converter would not act on it."));
        return definition;
    }

    private static void requireOnly(String setting, Object value, String only) {
        if (!only.equals(value)) {
            throw new ConfigException(
                    "%s: must be %s, which is all that this converter can do, got '%s'; remove the setting"
                            .formatted(setting, only, value));
        }
    }

    /** The contract of {@link #READER_SCHEMA}; null when it is not given. */
    Schema readerSchema() {
        return contract(getString(READER_SCHEMA));
    }

    private static Schema contract(String name) {
        if (name == null) {
            return null;
        }
        return ContractRegistration.contracts(TopicNames.DEFAULT).values().stream()
                .filter(contract -> contract.getFullName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        READER_SCHEMA + ": must be the full name of a contract, got '" + name + "'"));
    }

    boolean enhancedSchemas() {
        return getBoolean(ENHANCED_SCHEMAS);
    }

    boolean metaData() {
        return getBoolean(META_DATA);
    }

    boolean scrubNames() {
        return getBoolean(SCRUB_NAMES);
    }

    boolean keepsNulls() {
        return getBoolean(KEEP_NULLS);
    }

    int cachedSchemas() {
        return getInt(CACHED_SCHEMAS);
    }
}
