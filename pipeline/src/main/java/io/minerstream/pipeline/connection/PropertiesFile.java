package io.minerstream.pipeline.connection;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.PipelineException.Kind;
import io.minerstream.producer.file.Utf8Text;
import io.minerstream.schemas.bound.WholeText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.Utils;

/** Reads properties files, in UTF-8, that users name by an option. */
public final class PropertiesFile {

    private static final long MOST_BYTES = 1 << 20;

    private PropertiesFile() {}

    /**
     * The settings of the file; a new map.
     *
     * @param option for messages
     * @throws PipelineException with {@link Kind#USAGE} when it cannot be read, or is larger than 1 MiB
     */
    public static Map<String, String> read(String option, Path file) {
        Properties properties = new Properties();
        try (Utf8Text text = Utf8Text.open(file, MOST_BYTES)) {
            properties.load(text);
        } catch (IOException | IllegalArgumentException e) {
            throw PipelineException.usage(
                    "%s: must be a readable properties file, got %s (%s)".formatted(option, file, e), e);
        }
        Map<String, String> settings = Utils.propsToStringMap(properties);
        settings.forEach((key, value) -> {
            if (WholeText.halfPair(key + value) >= 0) {
                throw PipelineException.usage(
                        "%s: must not have half a surrogate pair, which UTF-8 has not, got one in a setting of %s"
                                .formatted(option, file));
            }
        });
        return settings;
    }
}
