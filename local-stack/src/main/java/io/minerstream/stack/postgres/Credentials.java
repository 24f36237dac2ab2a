package io.minerstream.stack.postgres;

import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.data.PrivateFile;
import io.minerstream.stack.data.RandomPassword;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * User and password of one embedded database.
 *
 * @param user database user
 * @param password never logged, never an argument of a process
 */
record Credentials(String user, String password) {

    static final String USER = "minerstream";
    static final String DATABASE = "minerstream";

    static Credentials generate() {
        return new Credentials(USER, RandomPassword.next());
    }

    /** Those of the last run. */
    static Optional<Credentials> read(DataLayout layout) throws IOException {
        Map<String, String> settings = PrivateFile.readProperties(layout.databaseProperties());
        return settings.containsKey("user") && settings.containsKey("password")
                ? Optional.of(new Credentials(settings.get("user"), settings.get("password")))
                : Optional.empty();
    }

    /** Writes the files from which people and connectors take the password, mode 0600. */
    void write(DataLayout layout, int port) throws IOException {
        PrivateFile.createFolder(layout.connectorSecrets());
        PrivateFile.writeProperties(
                layout.databaseProperties(), Map.of("user", user, "password", password, "url", jdbcUrl(port)));
        PrivateFile.write(layout.databasePassword(), password + "\n");
        PrivateFile.write(layout.pgpass(), pgpassLine("127.0.0.1", port) + pgpassLine("localhost", port));
    }

    static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** One line of libpq's password file, for any database of that server. */
    String pgpassLine(String host, int port) {
        return escape(host) + ":" + port + ":*:" + escape(user) + ":" + escape(password) + "\n";
    }

    private static String escape(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
