package io.minerstream.producer.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a file row by row, in the format that its name says, and collects everything that is wrong with it. Stateless; a file of
 * millions of rows takes no memory here.
 */
public final class RowReader {

    private RowReader() {}

    /**
     * Reads all rows. What follows a place that is not in the format is not read.
     *
     * @param use called for each row, also for one with findings
     * @return what is wrong so far; the caller may add to it
     * @throws InvalidFileException when the file cannot be read
     */
    public static Findings read(Path file, Layout layout, Consumer<Row> use) {
        Findings findings = new Findings(layout, file);
        Format format = Format.of(file, layout.format());
        Row row = new Row(layout, findings, use);
        try (Utf8Text text = Utf8Text.open(file, format.mostBytes(), format.longestLine())) {
            try (JsonParser tokens = format.factory().createParser(text)) {
                if (format == Format.CSV) {
                    new CsvRows(layout, row, findings, tokens).read();
                } else {
                    new TreeRows(layout, row, findings, tokens).read();
                }
            } catch (IOException e) {
                find(e, text, format, findings);
            }
        } catch (IOException e) {
            throw new InvalidFileException(layout, file, e);
        }
        return findings;
    }

    /** @throws IOException the failure, when it is not one of the text */
    private static void find(IOException failure, Utf8Text text, Format format, Findings findings) throws IOException {
        String rest = "; what follows was not read";
        if (text.problem() != null) {
            findings.find(text.line(), "the file: " + text.problem() + rest);
        } else if (failure.getCause() instanceof MarkedYAMLException yaml) {
            findings.find(
                    yaml.getProblemMark().getLine() + 1,
                    yaml.getProblemMark().getColumn() + 1,
                    "the file: must be YAML, got " + yaml.getProblem().replaceFirst("^found ", "") + rest);
        } else if (failure instanceof JsonProcessingException syntax) {
            JsonLocation place = syntax.getLocation();
            findings.find(
                    place == null ? 1 : place.getLineNr(),
                    place == null ? 0 : place.getColumnNr(),
                    "the file: must be " + format + ", got " + reason(syntax) + rest);
        } else {
            throw failure;
        }
    }

    /** Without what only those who call the parser could use: its switches, and where it found an open bracket. */
    static String reason(JsonProcessingException failure) {
        return failure.getOriginalMessage()
                .lines()
                .findFirst()
                .orElse("something else")
                .replaceFirst("(: enable `| \\(start marker ).*", "");
    }
}
