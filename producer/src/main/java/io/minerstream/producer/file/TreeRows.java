package io.minerstream.producer.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/** The rows of a JSON or YAML file: objects in an array. Used once. */
record TreeRows(Layout layout, Row row, Findings findings, JsonParser tokens) {

    void read() throws IOException {
        tokens.nextToken();
        boolean read;
        if (layout.list() == null) {
            read = readArray("the file: must be an array of " + layout.row() + "s");
        } else {
            // A YAML file of comments alone has no document.
            read = tokens.currentToken() != null && readRoot();
        }
        if (read && tokens.nextToken() != null) {
            find("the file: must end after the " + (layout.list() == null ? "array" : "object") + ", got " + kind());
        }
    }

    private boolean readRoot() throws IOException {
        if (tokens.currentToken() != JsonToken.START_OBJECT) {
            findings.find(line(), "the file: must be an object with the field " + layout.list() + ", got " + kind());
            return false;
        }
        while (tokens.nextToken() == JsonToken.FIELD_NAME) {
            if (tokens.currentName().equals(layout.list())) {
                tokens.nextToken();
                readArray(layout.list() + ": must be an array");
            } else {
                find("the file: must have the field %s only, got %s".formatted(layout.list(), tokens.currentName()));
                tokens.nextToken();
                tokens.skipChildren();
            }
        }
        return true;
    }

    private boolean readArray(String mustHold) throws IOException {
        if (tokens.currentToken() != JsonToken.START_ARRAY) {
            findings.find(line(), mustHold + ", got " + kind());
            tokens.skipChildren();
            return false;
        }
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
            if (tokens.currentToken() == JsonToken.START_OBJECT) {
                readRow();
            } else {
                find(layout.row() + ": must be an object, got " + kind());
                tokens.skipChildren();
            }
        }
        return true;
    }

    private void readRow() throws IOException {
        row.begin(line(), column());
        while (tokens.nextToken() == JsonToken.FIELD_NAME) {
            Field<?> field = layout.named(tokens.currentName());
            if (field == null) {
                find("%s: must have no other fields than %s, got '%s'"
                        .formatted(layout.row(), layout.names(), Row.abbreviated(tokens.currentName())));
                tokens.nextToken();
                tokens.skipChildren();
            } else {
                tokens.nextToken();
                readField(field);
            }
        }
        row.end();
    }

    /** Null and an empty text count as not given. */
    private void readField(Field<?> field) throws IOException {
        JsonToken token = tokens.currentToken();
        if ((!field.type().matches(token) && token != JsonToken.VALUE_NULL) || isAlias()) {
            row.refuse(field, line(), column(), field.form(), kind());
            tokens.skipChildren();
        } else if (token != JsonToken.VALUE_NULL && !tokens.getText().isBlank()) {
            row.put(field, line(), column(), tokens.getText().strip());
        }
    }

    private boolean isAlias() {
        return tokens instanceof YAMLParser yaml && yaml.isCurrentAlias();
    }

    private void find(String text) {
        findings.find(line(), column(), text);
    }

    private int line() {
        return Math.max(1, tokens.currentTokenLocation().getLineNr());
    }

    /** 0 in YAML, where a line holds one value. */
    private int column() {
        return tokens instanceof YAMLParser ? 0 : tokens.currentTokenLocation().getColumnNr();
    }

    private String kind() throws IOException {
        if (tokens.currentToken() == null) {
            return "an empty file";
        }
        return switch (tokens.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_NULL -> "nothing";
            default -> isAlias() ? "the alias *" + tokens.getText() : "'" + Row.abbreviated(tokens.getText()) + "'";
        };
    }
}
