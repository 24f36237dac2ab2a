package io.minerstream.producer.fleet.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;

/**
 * Reads rows in JSON: an array with an object for each. Used once.
 *
 * @param <F> the fields
 */
final class JsonRows<F extends Enum<F> & FileField> {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final FileRow<F> row;
    private final FileFields<F> fields;
    private final FileFindings findings;
    private JsonParser tokens;

    JsonRows(FileRow<F> row, FileFindings findings) {
        this.row = row;
        this.fields = row.fields();
        this.findings = findings;
    }

    /** Reads all of it. What stands behind a place that is not JSON is not read. */
    void read(Reader text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            tokens = parser;
            if (tokens.nextToken() != JsonToken.START_ARRAY) {
                findings.find(
                        1,
                        "the file: must be an array of " + fields.row() + "s, got "
                                + (tokens.currentToken() == null ? "an empty file" : kind()));
                return;
            }
            while (tokens.nextToken() != JsonToken.END_ARRAY) {
                if (tokens.currentToken() == JsonToken.START_OBJECT) {
                    readRow();
                } else {
                    find(fields.row() + ": must be an object, got " + kind());
                    tokens.skipChildren();
                }
            }
            if (tokens.nextToken() != null) {
                find("the file: must end after the array, got " + kind());
            }
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            findings.find(
                    place == null ? 1 : place.getLineNr(),
                    place == null ? 0 : place.getColumnNr(),
                    "the file: must be JSON, got " + reason(e) + "; what follows was not read");
        }
    }

    private void readRow() throws IOException {
        JsonLocation place = tokens.currentTokenLocation();
        row.begin(place.getLineNr(), place.getColumnNr());
        while (tokens.nextToken() == JsonToken.FIELD_NAME) {
            String name = tokens.currentName();
            F field = fields.named(name);
            if (field == null) {
                find("%s: must have no other fields than %s, got '%s'"
                        .formatted(fields.row(), fields.words(), FileRow.abbreviated(name)));
                tokens.nextToken();
                tokens.skipChildren();
            } else {
                readField(field);
            }
        }
        row.end();
    }

    private void readField(F field) throws IOException {
        tokens.nextToken();
        JsonLocation place = tokens.currentTokenLocation();
        int line = place.getLineNr();
        int column = place.getColumnNr();
        JsonToken token = tokens.currentToken();
        boolean expected = field.isNumber() ? token.isNumeric() : token == JsonToken.VALUE_STRING;
        String text = token.isStructStart() ? "" : tokens.getText().strip();
        if (token != JsonToken.VALUE_NULL && !expected) {
            row.refuse(field, line, column, field.isNumber() ? "a number" : "a text", kind());
            tokens.skipChildren();
        } else if (token != JsonToken.VALUE_NULL && !text.isEmpty() && row.isNew(field, line, column)) {
            row.put(field, line, column, text);
        }
    }

    private void find(String text) {
        JsonLocation place = tokens.currentTokenLocation();
        findings.find(place.getLineNr(), place.getColumnNr(), text);
    }

    private String kind() throws IOException {
        return switch (tokens.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> "'" + FileRow.abbreviated(tokens.getText()) + "'";
        };
    }

    /** Without what only those who call the parser could use: its switches, and where it found an open bracket. */
    private static String reason(JsonProcessingException failure) {
        return failure.getOriginalMessage()
                .lines()
                .findFirst()
                .orElse("something else")
                .replaceFirst("(: enable `| \\(start marker ).*", "");
    }
}
