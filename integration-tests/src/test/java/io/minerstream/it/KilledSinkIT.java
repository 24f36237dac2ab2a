package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkControl;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.sink.SinkLag;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.Component;
import io.minerstream.stack.LocalStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts die while the COPY sink lands a run in two tables, one of them without any key. Property {@code minerstream.kills} is the
 * number of kills of PostgreSQL; the worker dies twice as often, the broker half as often.
 */
@Tag("long")
class KilledSinkIT {

    private static final int KILLS = Integer.getInteger("minerstream.kills", 1);
    private static final int MINERS = 6_000;
    private static final int HOURS = Integer.getInteger("minerstream.kills.hours", 42);
    private static final long ROWS = (long) MINERS * HOURS;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private static final String KEYLESS = "keyless-sink";
    private static final String LANDED = "SELECT coalesce(sum(next_offset), 0) FROM minerstream_sink_offsets";

    @TempDir
    private Path folder;

    private LocalStack stack;
    private Path data;
    private Connections connections;
    private final Map<Component, KillablePart> parts = new EnumMap<>(Component.class);
    private KillablePart secondWorker;

    @BeforeEach
    void landOnRequest() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = folder.resolve("data");
        // Not a temporary one: its PostgreSQL answers a commit before it is safe from a kill.
        stack = LocalStack.start(StackConfig.persistent(data), StackListener.NONE);
        connections = Connections.embedded(stack.endpoints(), TopicNames.DEFAULT);
        for (Map.Entry<Component, Long> part : stack.processIds().entrySet()) {
            parts.put(part.getKey(), KillablePart.of(part.getValue(), log(part.getKey())));
        }
        Preparation.ofAll(connections, new TopicSettings(null, (short) 1), null).prepare();
        run("fleet", "init", "--miners", Integer.toString(MINERS));
        execute("CREATE SCHEMA keyless");
        execute("CREATE TABLE keyless.miner_telemetry (LIKE miner_telemetry)");
        execute("ALTER TABLE keyless.miner_telemetry DROP COLUMN id");
        run("sink", "deploy");
        new SinkDeployment(connections.connect()).deployAll(List.of(keyless()), LONGEST, () -> true);
        control().pause(List.of(Sink.TELEMETRY.connectorName(), KEYLESS));
        run("generate", "--no-wait", "--from", "2026-03-01", "--hours", Integer.toString(HOURS), "--seed", "5");
    }

    private Path log(Component component) {
        return data.resolve("logs").resolve("restarted-" + component.id() + ".log");
    }

    @AfterEach
    void stop() {
        if (secondWorker != null) {
            secondWorker.close();
        }
        parts.values().forEach(KillablePart::close);
        if (stack != null) {
            stack.close();
        }
    }

    /** A record lands as a row of its own, so that each one that lands twice shows. */
    private ConnectorDefinition keyless() {
        SinkEnvironment environment = SharedPipeline.sinkEnvironment(stack.endpoints(), connections, "keyless");
        Map<String, String> config = new HashMap<>(Sink.TELEMETRY
                .definition(KEYLESS, SinkKind.COPY, environment, Map.of())
                .config());
        config.putAll(Map.of("insert.mode", "insert", "pk.mode", "none", "pk.fields", ""));
        return new ConnectorDefinition(KEYLESS, config);
    }

    private SinkControl control() {
        return new SinkControl(connections.connect(), LONGEST);
    }

    private void run(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--data-dir", data.toString()));
        Cli cli = Cli.run(all.toArray(String[]::new));
        assertThat(cli.exitCode()).as(cli.out() + cli.err()).isZero();
    }

    private void execute(String statement) throws SQLException {
        try (Connection database = connections.warehouse().open()) {
            DatabaseAlone.execute(database, statement);
        }
    }

    private long query(String query) throws SQLException {
        try (Connection database = connections.warehouse().open();
                Statement sql = database.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Offsets that both sinks have landed; empty while PostgreSQL is away. */
    private OptionalLong landed() {
        try {
            return OptionalLong.of(query(LANDED));
        } catch (SQLException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }

    private void awaitLanded(long offsets, String why) {
        await(why).atMost(LONGEST).pollInterval(Duration.ofMillis(20)).until(() -> landed().orElse(0) >= offsets);
    }

    @Test
    void shouldLandEachRecordOnceWhenPartsAreKilled() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Component> kills = new ArrayList<>(Collections.nCopies(2 * KILLS, Component.CONNECT));
        kills.addAll(Collections.nCopies(KILLS, Component.POSTGRES));
        kills.addAll(Collections.nCopies((KILLS + 1) / 2, Component.BROKER));
        Collections.shuffle(kills, random);
        control().resume(List.of(Sink.TELEMETRY.connectorName(), KEYLESS));
        // Each kill hits a sink at work: what is left is never less than the kills that follow need.
        long step = 2 * ROWS / (kills.size() + 1);
        long kill = 0;
        for (Component component : kills) {
            long target = step * kill++ + 1 + random.nextLong(step);
            awaitLanded(target, "kill %s of %s, of %s, seed %s".formatted(kill, kills, component, seed));
            restart(component);
        }

        assertLandedOnce("seed " + seed);
    }

    private void restart(Component component) throws Exception {
        KillablePart part = parts.get(component);
        part.kill();
        OptionalLong before = component == Component.POSTGRES ? OptionalLong.empty() : landed();
        part.start();
        if (component == Component.POSTGRES) {
            // Its old processes hold the shared memory until they have noticed.
            await().atMost(LONGEST).pollInterval(Duration.ofMillis(100)).until(() -> {
                if (!part.isAlive()) {
                    part.start();
                }
                return landed().isPresent();
            });
            before = landed();
        }
        awaitLanded(Math.min(before.getAsLong() + 1, 2 * ROWS), "go on after a kill of " + component);
    }

    @Test
    void shouldLandEachRecordOnceWhenAWorkerBelievesToOwnItsPartitionsStill() throws Exception {
        Path settings = data.resolve("connect/worker.properties");
        Path others = data.resolve("connect/second.properties");
        int port = connections.connect().url().getPort();
        int otherPort = port + 1;
        Files.writeString(
                others, Files.readString(settings).replace(Integer.toString(port), Integer.toString(otherPort)));
        secondWorker = parts.get(Component.CONNECT).beside(settings, others);
        control().resume(List.of(Sink.TELEMETRY.connectorName(), KEYLESS));
        awaitLanded(ROWS / 4, "landing");

        KillablePart first = parts.get(Component.CONNECT);
        first.signal("STOP");
        long stopped = landed().orElseThrow();
        awaitLanded(Math.min(2 * ROWS, stopped + ROWS / 4), "the second worker takes over");
        first.signal("CONT");

        assertLandedOnce("SIGSTOP");
    }

    private void assertLandedOnce(String what) throws Exception {
        String telemetry = connections.topics().telemetry();
        for (String connector : List.of(Sink.TELEMETRY.connectorName(), KEYLESS)) {
            await(what)
                    .atMost(LONGEST)
                    .ignoreExceptionsInstanceOf(PipelineException.class)
                    .until(() -> SinkLag.of(connections, connector, telemetry).behind() == 0);
        }
        run("verify", "--exact");
        assertThat(rows("public")).as(what).isEqualTo(ROWS);
        assertThat(rows("keyless")).as(what).isEqualTo(ROWS);
        assertThat(query("SELECT count(*) FROM (SELECT DISTINCT miner_id, recorded_at FROM keyless.miner_telemetry) k"))
                .as(what)
                .isEqualTo(ROWS);
    }

    private long rows(String schema) throws SQLException {
        return query("SELECT count(*) FROM " + schema + ".miner_telemetry");
    }
}
