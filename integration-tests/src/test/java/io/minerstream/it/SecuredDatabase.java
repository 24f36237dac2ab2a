package io.minerstream.it;

import io.minerstream.connect.warehouse.WarehouseConfig;
import io.minerstream.stack.Component;
import io.minerstream.stack.LocalStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackEndpoints;
import io.minerstream.stack.StackListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;

/** The embedded PostgreSQL, which lets users in over TLS only, with SCRAM. */
final class SecuredDatabase implements AutoCloseable {

    private final LocalStack stack;
    private final WarehouseConfig administrator;

    private SecuredDatabase(LocalStack stack, WarehouseConfig administrator) {
        this.stack = stack;
        this.administrator = administrator;
    }

    static SecuredDatabase start(Path folder, TestCertificates certificates) throws Exception {
        LocalStack stack = LocalStack.start(
                new StackConfig(folder.resolve("database"), true, EnumSet.of(Component.POSTGRES)), StackListener.NONE);
        StackEndpoints endpoints = stack.endpoints();
        Path data = endpoints.dataDirectory().resolve("postgres/data");
        own(data, Files.writeString(data.resolve("server.key"), certificates.keyPem()));
        own(data, Files.copy(certificates.certificatePem(), data.resolve("server.crt")));
        WarehouseConfig plain =
                new WarehouseConfig(endpoints.jdbcUrl(), endpoints.databaseUser(), endpoints.passwordFile());
        try (Connection database = plain.open();
                Statement sql = database.createStatement()) {
            sql.execute("ALTER SYSTEM SET ssl = on");
            Files.writeString(data.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
            sql.execute("SELECT pg_reload_conf()");
        }
        return new SecuredDatabase(
                stack,
                new WarehouseConfig(
                        endpoints.jdbcUrl() + "?sslmode=require", endpoints.databaseUser(), endpoints.passwordFile()));
    }

    /** The server may run as another user. */
    private static void own(Path data, Path file) throws Exception {
        Files.setOwner(file, Files.getOwner(data));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** {@code host:port}. */
    String address() {
        return administrator.jdbcUrl().replaceAll("^jdbc:postgresql://([^/]+)/.*", "$1");
    }

    /** As the administrator. */
    void execute(List<String> statements) throws Exception {
        try (Connection database = administrator.open();
                Statement sql = database.createStatement()) {
            for (String statement : statements) {
                sql.execute(statement);
            }
        }
    }

    /** Rows of the tables in database {@code mining}, as the administrator sees them. */
    List<String> rowCounts() throws Exception {
        WarehouseConfig mining = new WarehouseConfig(
                administrator.jdbcUrl().replace("/minerstream?", "/mining?"),
                administrator.user(),
                administrator.passwordFile());
        try (Connection database = mining.open();
                Statement sql = database.createStatement();
                ResultSet rows = sql.executeQuery(
                        """
                        SELECT (SELECT COUNT(*) FROM hosting_miners) || ' miners',
                               (SELECT COUNT(*) FROM miner_telemetry) || ' readings',
                               (SELECT COUNT(*) FROM curtailment_strategies) || ' strategies'""")) {
            rows.next();
            return List.of(rows.getString(1), rows.getString(2), rows.getString(3));
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
