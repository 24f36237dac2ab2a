package io.minerstream.stack.postgres;

import io.minerstream.schemas.wait.Deadline;
import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.data.DirectoryTree;
import io.minerstream.stack.data.PrivateFile;
import io.minerstream.stack.process.ChildCommand;
import io.minerstream.stack.process.ChildProcess;
import io.minerstream.stack.process.LogTail;
import io.minerstream.stack.process.PidFile;
import io.minerstream.stack.process.Ports;
import io.minerstream.stack.process.Service;
import io.minerstream.stack.process.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL with one user and one database, both named {@code minerstream}. */
public final class PostgresService extends Service {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresService.class);
    private static final String PORT = "postgres";

    private final Path archive;
    private final List<Path> programs;
    private final boolean durable;
    private PostgresBinaries binaries;
    private ServerAccount account;
    private Credentials credentials;

    /**
     * @param archive the programs, {@code .txz}
     * @param programs folders to unpack them into: the cache, once for all data directories, else another one
     * @param durable false: faster, but the data does not survive a crash of the machine
     */
    public PostgresService(DataLayout layout, Path archive, List<Path> programs, boolean durable) {
        super(layout, "postgres", List.of(PORT));
        this.archive = archive;
        this.programs = programs;
        this.durable = durable;
    }

    /** Without user and password. */
    public static String jdbcUrl(Ports ports) {
        return Credentials.jdbcUrl(ports.get(PORT));
    }

    /** The database user. */
    public static String user() {
        return Credentials.USER;
    }

    @Override
    public void prepare(Deadline deadline) throws IOException, InterruptedException, ServiceException {
        binaries = PostgresBinaries.unpack(archive, programs);
        Path folder = folder();
        Files.createDirectories(folder);
        // The server may run as another user, who owns the content of the folder.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        account = ServerAccount.choose(binaries, folder);
        if (Files.exists(data())) {
            LeftoverServer.end(data());
            account.own(data());
            credentials = Credentials.read(layout())
                    .orElseThrow(() -> new ServiceException("postgres: " + layout().databaseProperties()
                            + ": must hold user and password of the database in " + data()
                            + ", does not; restore the file, or delete that folder to start with an empty database"));
        } else {
            credentials = Credentials.generate();
            initialize(folder, deadline);
        }
    }

    /** Creates the cluster beside its final place, so that an interrupted start leaves no incomplete one. */
    private void initialize(Path folder, Deadline deadline) throws IOException, InterruptedException, ServiceException {
        Path fresh = folder.resolve("data.new");
        DirectoryTree.delete(fresh);
        ClusterTemplate template = new ClusterTemplate(programs.get(0), binaries, account);
        Path secret = folder.resolve("password");
        try {
            if (!isCopied(template, fresh, secret, deadline)) {
                Files.createDirectory(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                account.own(fresh);
                PrivateFile.write(secret, credentials.password() + "\n");
                account.own(secret);
                run("initdb", ServerCommand.initdb(binaries, fresh, secret, durable), deadline);
                execute("a name for the database", ServerCommand.NAME_DATABASE, fresh, secret, deadline);
                template.make(fresh);
            }
        } finally {
            Files.deleteIfExists(secret);
        }
        credentials.write(layout(), 0);
        Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whatever is wrong with the template, initdb does it, too. */
    private boolean isCopied(ClusterTemplate template, Path fresh, Path secret, Deadline deadline)
            throws IOException, InterruptedException {
        try {
            if (!template.copy(fresh)) {
                return false;
            }
            String password = "ALTER ROLE %s PASSWORD '%s'".formatted(user(), credentials.password());
            execute("a new password", password, fresh, secret, deadline);
            if (durable) {
                run("initdb", ServerCommand.sync(binaries, fresh), deadline);
            }
            return true;
        } catch (ServiceException e) {
            LOG.info("the new cluster in the cache is made again: {}", e.getMessage());
            template.delete();
            DirectoryTree.delete(fresh);
            return false;
        }
    }

    /** @param file to hand it over in */
    private void execute(String what, String statement, Path cluster, Path file, Deadline deadline)
            throws IOException, InterruptedException, ServiceException {
        PrivateFile.write(file, statement + ";\n");
        account.own(file);
        run(what, ServerCommand.singleUser(binaries, cluster, file), deadline);
    }

    /** Runs a program of PostgreSQL to its end. */
    private void run(String what, List<String> command, Deadline deadline)
            throws IOException, InterruptedException, ServiceException {
        ChildProcess running = ChildProcess.start(
                ChildCommand.watched("INT", account.command(command), folder()),
                layout().log(name()),
                new PidFile(layout().pids().resolve("initdb.pid")));
        boolean ended = false;
        try {
            ended = running.awaitExit(deadline.remaining());
        } finally {
            running.stop(Duration.ofSeconds(1));
        }
        if (!ended || running.exitCode() != 0) {
            String end = ended ? "ended with exit code " + running.exitCode() : "did not end in time";
            throw new ServiceException("postgres: " + what + " " + end + "; " + LogTail.describe(layout().log(name())));
        }
    }

    @Override
    public ProcessBuilder command(Ports ports) throws IOException {
        int port = ports.get(PORT);
        credentials.write(layout(), port);
        return ChildCommand.watched(
                "INT", account.command(ServerCommand.postgres(binaries, data(), port, durable)), folder());
    }

    @Override
    public void probe(Ports ports, Duration limit) throws SQLException, ServiceException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {ports.get(PORT)});
        source.setDatabaseName(Credentials.DATABASE);
        source.setUser(credentials.user());
        source.setPassword(credentials.password());
        int limitS = (int) Math.max(1, limit.toSeconds());
        source.setLoginTimeout(limitS);
        source.setSocketTimeout(limitS);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        } catch (SQLException e) {
            if (!PSQLState.INVALID_PASSWORD.getState().equals(e.getSQLState())) {
                throw e;
            }
            throw new ServiceException(
                    "postgres: the password in " + layout().databaseProperties()
                            + " must be that of the database in " + data()
                            + ", the server refuses it; restore the file",
                    e);
        }
    }

    @Override
    public Duration stopLimit() {
        // The last checkpoint writes what is in memory.
        return Duration.ofSeconds(30);
    }

    private Path data() {
        return folder().resolve("data");
    }
}
