package io.minerstream.stack.data;

import java.nio.file.Path;

/**
 * Paths in a data directory.
 *
 * @param root absolute, normalized path of the data directory
 */
public record DataLayout(Path root) {

    /** Takes any path; keeps it absolute, because children run in another working directory. */
    public DataLayout {
        root = root.toAbsolutePath().normalize();
    }

    /** The file that a running stack holds locked. */
    public Path lock() {
        return root.resolve("lock");
    }

    /** Addresses of a running stack; absent when none runs. */
    public Path endpoints() {
        return root.resolve("endpoints.json");
    }

    /** The ports of the last run. */
    public Path ports() {
        return root.resolve("ports.properties");
    }

    /** What connectors may read, and nothing else: the only folder that the Connect worker resolves references in. */
    public Path connectorSecrets() {
        return root.resolve("secrets");
    }

    /** {@code user}, {@code password} and {@code url} of the embedded database, mode 0600. */
    public Path databaseProperties() {
        return connectorSecrets().resolve("postgres.properties");
    }

    /** The login of Connect's REST API, as the settings of its client, mode 0600. */
    public Path connectProperties() {
        return root.resolve("connect.properties");
    }

    /** The password alone, mode 0600. */
    public Path databasePassword() {
        return root.resolve("postgres.password");
    }

    /** The same in libpq's format, mode 0600. */
    public Path pgpass() {
        return root.resolve("pgpass");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** Log of one service, of its present or last run. */
    public Path log(String service) {
        return logs().resolve(service + ".log");
    }

    /** Process ids of the children. */
    public Path pids() {
        return root.resolve("pids");
    }

    /** {@code java.io.tmpdir} of the child JVMs; emptied at each start. */
    public Path temporaryFiles() {
        return root.resolve("tmp");
    }

    /** Programs that could not be unpacked into the cache. */
    public Path programs() {
        return root.resolve("programs");
    }

    /** Files of one service. */
    public Path service(String service) {
        return root.resolve(service);
    }
}
