package io.minerstream.producer.fleet.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads rows in CSV (RFC 4180): a header, then a row a line. Used once.
 *
 * @param <F> the columns
 */
final class CsvRows<F extends Enum<F> & FileField> {

    private static final CsvFactory FACTORY =
            CsvFactory.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private final FileRow<F> row;
    private final FileFields<F> fields;
    private final FileFindings findings;
    private final List<F> header = new ArrayList<>();
    private final List<String> cells = new ArrayList<>();
    private int[] cellLines = new int[16];
    private CsvParser tokens;
    private int line = 1;

    CsvRows(FileRow<F> row, FileFindings findings) {
        this.row = row;
        this.fields = row.fields();
        this.findings = findings;
    }

    /** Reads all of it. What stands behind a place that is not CSV is not read. */
    void read(Reader text) throws IOException {
        try (CsvParser parser = FACTORY.createParser(text)) {
            tokens = parser;
            tokens.nextToken();
            if (!nextRow()) {
                findings.find(
                        1,
                        "the header: must have the columns " + fields.words(fields.inHeader()) + ", got an empty file");
                return;
            }
            if (readHeader()) {
                while (nextRow()) {
                    readRow();
                }
            }
        } catch (JsonProcessingException e) {
            // The row is named and not the place: an open quote is noticed at the end of the file only.
            findings.find(line, "the row: must be CSV, got " + e.getOriginalMessage() + "; what follows was not read");
        }
    }

    /** Reads the cells of the next line that has any; false at the end. */
    private boolean nextRow() throws IOException {
        while (tokens.nextToken() == JsonToken.START_ARRAY) {
            line = tokens.currentLocation().getLineNr();
            cells.clear();
            while (tokens.nextToken() != JsonToken.END_ARRAY) {
                if (cells.size() == cellLines.length) {
                    cellLines = Arrays.copyOf(cellLines, 2 * cells.size());
                }
                cellLines[cells.size()] = tokens.currentTokenLocation().getLineNr();
                cells.add(tokens.getText().strip());
            }
            if (cells.size() > 1 || !cells.get(0).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private boolean readHeader() {
        long before = findings.count();
        Set<F> seen = new HashSet<>();
        for (String name : cells) {
            F field = fields.named(name);
            if (field == null) {
                findings.find(
                        line,
                        "the header: must have no other columns than %s, separated by commas, got '%s'"
                                .formatted(fields.words(), FileRow.abbreviated(name)));
            } else if (!seen.add(field)) {
                findings.find(line, "the header: must have a column once, got " + name + " again");
            }
            header.add(field);
        }
        Set<F> missing = EnumSet.copyOf(fields.inHeader());
        missing.removeAll(seen);
        if (!missing.isEmpty()) {
            findings.find(
                    line,
                    "the header: must have the columns %s, got none of %s"
                            .formatted(fields.words(fields.inHeader()), fields.words(missing)));
        }
        return findings.count() == before;
    }

    private void readRow() {
        if (cells.size() != header.size()) {
            findings.find(
                    line,
                    "the row: must have %d cells as the header has, got %d".formatted(header.size(), cells.size()));
            return;
        }
        row.begin(line, 0);
        for (int i = 0; i < header.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                row.put(header.get(i), cellLines[i], 0, cells.get(i));
            }
        }
        row.end();
    }
}
