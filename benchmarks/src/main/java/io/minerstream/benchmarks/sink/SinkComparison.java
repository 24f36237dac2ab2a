package io.minerstream.benchmarks.sink;

import io.minerstream.connect.copy.metrics.CopySinkMXBean;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.connect.warehouse.TableOptions;
import io.minerstream.connect.warehouse.WarehouseConfig;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicCatalog;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.Component;
import io.minerstream.stack.LocalStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackEndpoints;
import io.minerstream.stack.StackListener;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * The COPY sink against Debezium's, and against binary COPY by a plain program: the same rows from the same embedded broker into the same
 * table, one task each, in turn. Started by {@code benchmarks/compare-sinks}.
 */
public final class SinkComparison {

    private final StackEndpoints stack;
    private final int hours;
    private final Connection database;
    private final ConnectorTurn connectors;
    private final WorkerMetrics worker;
    private int turn;

    private SinkComparison(StackEndpoints stack, int hours, Connection database, Admin admin, WorkerMetrics worker)
            throws Exception {
        this.stack = stack;
        this.hours = hours;
        this.database = database;
        this.worker = worker;
        this.connectors = new ConnectorTurn(stack, admin, database);
    }

    /**
     * Compares; prints each turn, and a table in Markdown for each round-trip time.
     *
     * @param args rows, rounds that count, added round-trip times in milliseconds
     */
    public static void main(String[] args) throws Exception {
        int hours = Math.max(1, Integer.parseInt(args[0]) / TelemetryData.MINERS);
        int rounds = Integer.parseInt(args[1]);
        double[] roundTripsMs =
                Arrays.stream(args).skip(2).mapToDouble(Double::parseDouble).toArray();
        StackConfig config = StackConfig.temporary(Path.of(System.getProperty("java.io.tmpdir")));
        LocalStack running = LocalStack.create(config, StackListener.NONE);
        // Also when it is interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "stop"));
        try (running) {
            running.start();
            StackEndpoints stack = running.endpoints();
            WarehouseConfig warehouse =
                    new WarehouseConfig(stack.jdbcUrl(), stack.databaseUser(), stack.passwordFile());
            try (Connection database = warehouse.open();
                    Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
                    WorkerMetrics worker =
                            new WorkerMetrics(running.processIds().get(Component.CONNECT))) {
                SinkComparison comparison = new SinkComparison(stack, hours, database, admin, worker);
                comparison.prepare(admin);
                for (double roundTripMs : roundTripsMs) {
                    comparison.compare(rounds, roundTripMs);
                }
            }
        }
    }

    private void prepare(Admin admin) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%s processors, Java %s, %s %s%n%,d rows a turn, %s partitions, one task%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                (long) hours * TelemetryData.MINERS,
                TopicCatalog.DEFAULT_PARTITIONS);
        WarehouseSchema.apply(database, TableOptions.DEFAULT, false);
        execute("INSERT INTO hosting_sites (id, name) VALUES (5, 'benchmark')");
        execute("INSERT INTO hosting_miners (id, site_id, serial_number) SELECT i, 5, i::text FROM generate_series(1, "
                + TelemetryData.MINERS + ") i");
        execute("ANALYZE hosting_miners");
        for (SinkWay.Rows rows : SinkWay.Rows.values()) {
            TopicCatalog catalog =
                    new TopicCatalog(topics(rows), TopicCatalog.DEFAULT_PARTITIONS, (short) 1, Duration.ofDays(36_500));
            TopicAdmin.ensure(admin, List.of(catalog.telemetry(), catalog.sinkDeadLetters()));
            rows.data(hours)
                    .send(
                            Map.of(
                                    "bootstrap.servers",
                                    stack.bootstrapServers(),
                                    "schema.registry.url",
                                    stack.registryUrl()),
                            topics(rows).telemetry());
        }
    }

    private static TopicNames topics(SinkWay.Rows rows) {
        return new TopicNames(rows.name().toLowerCase(Locale.ROOT) + "-");
    }

    private void compare(int rounds, double roundTripMs) throws Exception {
        System.out.printf(Locale.ROOT, "%nadded round-trip time %s ms%n", roundTripMs);
        SinkTable table = new SinkTable();
        // The first one warms broker, worker and database.
        for (int round = 0; round <= rounds; round++) {
            for (SinkWay way : SinkWay.values()) {
                double rate = turn(way, roundTripMs, round);
                if (round > 0) {
                    table.add(way, rate);
                }
            }
        }
        System.out.println();
        table.markdown().forEach(System.out::println);
    }

    private double turn(SinkWay way, double roundTripMs, int round) throws Exception {
        if (!way.isReplay()) {
            execute("ALTER TABLE miner_telemetry DROP CONSTRAINT IF EXISTS known_miner");
            execute("TRUNCATE miner_telemetry");
            if (way.hasForeignKey()) {
                execute("ALTER TABLE miner_telemetry ADD CONSTRAINT known_miner FOREIGN KEY (miner_id) "
                        + "REFERENCES hosting_miners (id)");
            }
        }
        execute("VACUUM ANALYZE miner_telemetry");
        execute("CHECKPOINT");
        URI address = URI.create(stack.jdbcUrl().substring("jdbc:".length()));
        try (DelayingProxy proxy =
                new DelayingProxy(address.getPort(), Duration.ofNanos(Math.round(roundTripMs * 1e6)))) {
            // Without a delay, without the proxy's work.
            String url = roundTripMs == 0
                    ? stack.jdbcUrl()
                    : stack.jdbcUrl().replace(":" + address.getPort() + "/", ":" + proxy.port() + "/");
            TelemetryData data = way.rows().data(hours);
            double seconds = way.kind() == null ? plain(url, data) : land(way, data, url, proxy);
            double rate = data.rows() / seconds;
            requireRows(way, data);
            System.out.printf(
                    Locale.ROOT,
                    "%s %-40s %,9.0f rows/s%s%n",
                    round == 0 ? "warming up" : "round " + round,
                    way.label(),
                    rate,
                    roundTripMs == 0 ? "" : String.format(Locale.ROOT, ", %,d round trips", proxy.roundTrips()));
            return rate;
        }
    }

    private double plain(String url, TelemetryData data) throws Exception {
        try (Connection connection = new WarehouseConfig(url, stack.databaseUser(), stack.passwordFile()).open()) {
            long startNanos = System.nanoTime();
            new PlainCopy(connection).write(data);
            return (System.nanoTime() - startNanos) / 1e9;
        }
    }

    private double land(SinkWay way, TelemetryData data, String url, DelayingProxy proxy) throws Exception {
        String name = way.name().toLowerCase(Locale.ROOT) + "-" + ++turn;
        return connectors.land(name, way.kind(), topics(way.rows()), url, data.rows(), () -> {
            if (way.kind() == SinkKind.COPY) {
                CopySinkMXBean task = worker.task(name);
                System.out.printf(
                        Locale.ROOT,
                        "  %,d batches of %,d bytes, straight %,d, staged %,d, bisected %,d; database busy %.1f s; "
                                + "%,d dead letters%s%n",
                        task.getBatches(),
                        task.getBytes() / task.getBatches(),
                        task.getBatchesStraight(),
                        task.getBatchesStaged(),
                        task.getBatchesBisected(),
                        task.getTotalBatchMillis() / 1e3,
                        task.getDeadLetters(),
                        proxy.roundTrips() == 0
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        "; %.1f round trips a batch",
                                        (double) proxy.roundTrips() / task.getBatches()));
            }
        });
    }

    private void requireRows(SinkWay way, TelemetryData data) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM miner_telemetry")) {
            row.next();
            long expected = data.rows() - data.badRows();
            if (row.getLong(1) != expected) {
                throw new IllegalStateException(
                        way.label() + ": must land " + expected + " rows, landed " + row.getLong(1));
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
