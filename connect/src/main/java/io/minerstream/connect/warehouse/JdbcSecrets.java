package io.minerstream.connect.warehouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Passwords of databases: they stand in files, and never in URLs. */
public final class JdbcSecrets {

    private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(?i)[?&;](ssl)?password=");
    // Passwords may hold slashes and question marks, parameters an @.
    private static final Pattern CREDENTIALS = Pattern.compile("//([^/?]*|[^=]*)@");

    private JdbcSecrets() {}

    /**
     * Refuses a URL that holds a password.
     *
     * @throws IllegalArgumentException when it does
     */
    public static void requireNoneIn(String jdbcUrl) {
        if (PASSWORD_PARAMETER.matcher(jdbcUrl).find()
                || CREDENTIALS.matcher(jdbcUrl).find()) {
            throw new IllegalArgumentException("JDBC URL: must not hold a password, got one (not shown); URLs show in "
                    + "process lists: put the password into a password file or ~/.pgpass");
        }
    }

    /**
     * The first line of a file.
     *
     * @throws WarehouseException when the file cannot be read, or the line is empty
     */
    public static String passwordIn(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
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
