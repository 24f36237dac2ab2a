package io.minerstream.connect.warehouse;

import io.minerstream.schemas.access.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Passwords of databases: they stand in files, and never in URLs. */
public final class DatabasePassword {

    private DatabasePassword() {}

    /**
     * Refuses a URL that holds a password.
     *
     * @throws IllegalArgumentException when it does
     */
    public static void requireNoneIn(String jdbcUrl) {
        if (Secrets.areInUrl(jdbcUrl)) {
            throw new IllegalArgumentException("JDBC URL: must not hold a password, got one (not shown); URLs show in "
                    + "process lists: put the password into a password file or ~/.pgpass");
        }
    }

    /**
     * The first line of a file.
     *
     * @throws WarehouseException when the file cannot be read, or the line is empty
     */
    public static String in(Path file) {
        try {
            // An editor may have begun the file with a byte order mark.
            List<String> lines =
                    Files.readString(file).replaceFirst("^\ufeff", "").lines().toList();
            if (lines.isEmpty() || lines.get(0).isEmpty()) {
                throw new WarehouseException(
                        "password file " + file + ": the first line must be the password, got an empty line", null);
            }
            return lines.get(0);
        } catch (IOException e) {
            throw new WarehouseException("password file " + file + ": must be a readable text file, got " + e, e);
        }
    }
}
