package io.minerstream.producer.fleet.file;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads files of rows, in CSV or, when their name ends in {@code .json}, in JSON.
 *
 * @param kind what the file is of, for messages
 */
record FileReading(String kind, Path file) {

    /**
     * Reads all rows. What is wrong with them is noted.
     *
     * @throws InvalidFleetFileException when the file cannot be read
     */
    <F extends Enum<F> & FileField> void read(FileRow<F> row, FileFindings findings) {
        try (Reader text = new Utf8Text(Files.newInputStream(file))) {
            if (file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
                new JsonRows<>(row, findings).read(text);
            } else {
                new CsvRows<>(row, findings).read(text);
            }
        } catch (Utf8Text.MalformedException e) {
            findings.find(e.line(), "the file: " + e.getMessage() + "; what follows was not read");
        } catch (IOException e) {
            throw new InvalidFleetFileException(kind, file, "must be a readable file, got " + e, e);
        }
    }

    /** @throws InvalidFleetFileException when there are findings; names them */
    void requireNone(FileFindings findings) {
        if (findings.count() > 0) {
            throw new InvalidFleetFileException(
                    kind, file, findings.texts(String.valueOf(file.getFileName())), findings.count());
        }
    }
}
