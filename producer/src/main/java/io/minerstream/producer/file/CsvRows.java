package io.minerstream.producer.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rows of a CSV file: a header, then a row a line. Used once. */
final class CsvRows {

    private final Layout layout;
    private final Row row;
    private final Findings findings;
    private final JsonParser tokens;
    private final List<Field<?>> header = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();
    private int line = 1;

    private record Cell(String text, int line) {}

    CsvRows(Layout layout, Row row, Findings findings, JsonParser tokens) {
        this.layout = layout;
        this.row = row;
        this.findings = findings;
        this.tokens = tokens;
    }

    void read() throws IOException {
        try {
            tokens.nextToken();
            if (!nextRow()) {
                findings.find(1, mustHaveColumns() + "an empty file");
            } else if (readHeader()) {
                while (nextRow()) {
                    readRow();
                }
            }
        } catch (JsonProcessingException e) {
            // The row is named and not the place: an open quote is noticed at the end of the file only.
            findings.find(line, "the row: must be CSV, got " + RowReader.reason(e) + "; what follows was not read");
        }
    }

    /** Reads the cells of the next line that has any; false at the end. */
    private boolean nextRow() throws IOException {
        while (tokens.nextToken() == JsonToken.START_ARRAY) {
            line = tokens.currentLocation().getLineNr();
            cells.clear();
            while (tokens.nextToken() != JsonToken.END_ARRAY) {
                cells.add(new Cell(
                        tokens.getText().strip(), tokens.currentTokenLocation().getLineNr()));
            }
            if (cells.size() > 1 || !cells.get(0).text().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private boolean readHeader() {
        long before = findings.count();
        if (cells.size() == 1 && cells.get(0).text().indexOf(';') >= 0) {
            findings.find(
                    line,
                    "the header: must have columns separated by commas, got semicolons; separate all fields by commas, and write"
                            + " numbers with a decimal point");
            return false;
        }
        Set<Field<?>> seen = new HashSet<>();
        for (Cell cell : cells) {
            String name = cell.text();
            Field<?> field = layout.named(name);
            if (field == null) {
                findings.find(
                        line,
                        "the header: must have no other columns than %s, separated by commas, got '%s'"
                                .formatted(layout.names(), Row.abbreviated(name)));
            } else if (!seen.add(field)) {
                findings.find(line, "the header: must have a column once, got " + name + " again");
            }
            header.add(field);
        }
        String missing = layout.names(field -> field.isColumn() && !seen.contains(field));
        if (!missing.isEmpty()) {
            findings.find(line, mustHaveColumns() + "none of " + missing);
        }
        return findings.count() == before;
    }

    private String mustHaveColumns() {
        return "the header: must have the columns " + layout.names(Field::isColumn) + ", got ";
    }

    private void readRow() {
        if (cells.size() != header.size()) {
            findings.find(
                    line,
                    "the row: must have %s cells as the header has, got %s".formatted(header.size(), cells.size()));
            return;
        }
        row.begin(line, 0);
        for (int i = 0; i < header.size(); i++) {
            Cell cell = cells.get(i);
            if (!cell.text().isEmpty()) {
                row.put(header.get(i), cell.line(), 0, cell.text());
            }
        }
        row.end();
    }
}
