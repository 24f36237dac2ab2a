package io.minerstream.stack.postgres;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Arguments of PostgreSQL's programs. */
final class ServerCommand {

    /** A statement for a new cluster: in place of its database {@code postgres}, which takes less time than a further one. */
    static final String NAME_DATABASE = "ALTER DATABASE postgres RENAME TO " + Credentials.DATABASE;

    private ServerCommand() {}

    /** Creates a cluster. PostgreSQL's builtin collation does not depend on the locales of the machine. */
    static List<String> initdb(PostgresBinaries binaries, Path data, Path passwordFile, boolean durable) {
        List<String> command = new ArrayList<>(List.of(
                binaries.program("initdb").toString(),
                "-D",
                data.toString(),
                "--username=" + Credentials.USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
        if (!durable) {
            command.add("--no-sync");
        }
        return command;
    }

    /** Runs the statements of a file, one a line, before any server runs on the cluster; the first error ends it. */
    static List<String> singleUser(PostgresBinaries binaries, Path data, Path statements) {
        return List.of(
                "/bin/sh",
                "-c",
                "exec \"$@\" <\"$0\"",
                statements.toString(),
                binaries.program("postgres").toString(),
                "--single",
                "-D",
                data.toString(),
                "-c",
                "exit_on_error=on",
                // A statement may hold a password.
                "-c",
                "log_min_error_statement=panic",
                // Each new connection repeats them, in a JVM that has not compiled them yet. They protect passwords
                // that can be guessed.
                "-c",
                "scram_iterations=1",
                "template1");
    }

    /** Writes a cluster to the disk. */
    static List<String> sync(PostgresBinaries binaries, Path data) {
        return List.of(binaries.program("initdb").toString(), "--sync-only", "-D", data.toString());
    }

    /**
     * The server, on 127.0.0.1 only.
     *
     * @param durable false: faster, but the data does not survive a crash of the machine
     */
    static List<String> postgres(PostgresBinaries binaries, Path data, int port, boolean durable) {
        List<String> command = new ArrayList<>(
                List.of(binaries.program("postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "cluster_name=minerstream",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_line_prefix=%m [%p] ",
                "max_connections=50",
                "shared_buffers=256MB",
                "maintenance_work_mem=128MB",
                // Bulk loads: few checkpoints, and a minimal log.
                "max_wal_size=2GB",
                "checkpoint_timeout=15min",
                "wal_level=minimal",
                "max_wal_senders=0",
                "max_logical_replication_workers=0",
                // Compiling short statements costs more than it saves.
                "jit=off"));
        if (!durable) {
            settings.addAll(List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));
        }
        for (String setting : settings) {
            command.add("-c");
            command.add(setting);
        }
        return command;
    }
}
