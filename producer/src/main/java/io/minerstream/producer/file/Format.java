package io.minerstream.producer.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Path;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;

/** Formats of a file of rows. */
public enum Format {
    /** RFC 4180, with a header. */
    CSV,
    JSON,
    YAML;

    /** The format that the ending of the name says, in any case of letters. */
    static Format of(Path file, Format otherwise) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return CSV;
        }
        if (name.endsWith(".json")) {
            return JSON;
        }
        return name.endsWith(".yaml") || name.endsWith(".yml") ? YAML : otherwise;
    }

    /** Size of the largest file: what would be read for minutes is refused at once. */
    long mostBytes() {
        return (this == YAML ? 64L : 4096L) << 20;
    }

    /** Chars of the longest line: the time that SnakeYAML takes for a line grows with the square of its length. */
    int longestLine() {
        return this == YAML ? 1 << 16 : Integer.MAX_VALUE;
    }

    JsonFactory factory() {
        return switch (this) {
            case CSV ->
                CsvFactory.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
            case JSON -> new JsonFactory();
            case YAML -> {
                // Its limit of 3 million characters protects readers that keep the whole document.
                LoaderOptions options = new LoaderOptions();
                options.setCodePointLimit(Integer.MAX_VALUE);
                yield YAMLFactory.builder().loaderOptions(options).build();
            }
        };
    }
}
