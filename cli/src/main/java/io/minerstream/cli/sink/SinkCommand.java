package io.minerstream.cli.sink;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.connection.Connections;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.TelemetrySink;
import io.minerstream.connect.warehouse.WarehouseSchema;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deploys the sink connector to any Connect cluster. */
@Command(
        name = "sink",
        header = "Deploy, look at, or delete the connector that fills miner_telemetry.",
        synopsisSubcommandLabel = "COMMAND")
public final class SinkCommand {

    private static final Duration DEPLOY_TIMEOUT = Duration.ofSeconds(90);

    @Spec
    private CommandSpec spec;

    @Command(
            name = "deploy",
            mixinStandardHelpOptions = true,
            header = "Create the tables, and create or update the connector.",
            description = "Idempotent. Ends when the connector and its tasks run.")
    int deploy(
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(
                            names = "--database-password-reference",
                            paramLabel = "REF",
                            description = "Where the Connect worker finds the database password, for example "
                                    + "'$${file:/etc/minerstream/secrets.properties:password}'. Not needed with `up`.")
                    String passwordReference,
            @Option(
                            names = "--replication-factor",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Replicas of the dead letter topic (default: ${DEFAULT-VALUE}).")
                    short replicationFactor) {
        Connections connections = Connections.resolve(connection);
        TelemetrySink sink = SinkSettings.telemetry(connections, passwordReference, replicationFactor);
        createTables(connections);
        ConnectorStatus status = new SinkDeployment(connections.connect()).deploy(sink.definition(), DEPLOY_TIMEOUT);
        print(status);
        return ExitCode.DONE;
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            header = "Show the connector and its tasks.",
            description = "Exit code 1 when it does not exist or a part of it has failed.")
    int status(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        ConnectorStatus status = new SinkDeployment(
                        Connections.resolve(connection).connect())
                .status(TelemetrySink.NAME)
                .orElseThrow(() -> new CommandException(
                        ExitCode.FAILED,
                        "connector " + TelemetrySink.NAME + ": is not deployed; run `minerstream sink deploy`"));
        print(status);
        return status.hasFailed() ? ExitCode.FAILED : ExitCode.DONE;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            header = "Delete the connector.",
            description = "Rows and committed offsets stay: deployed again, it goes on where it ended.")
    int delete(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        boolean deleted = new SinkDeployment(Connections.resolve(connection).connect()).delete(TelemetrySink.NAME);
        out().println(TelemetrySink.NAME + (deleted ? ": deleted" : ": was not deployed"));
        return ExitCode.DONE;
    }

    private static void createTables(Connections connections) {
        try (Connection connection = connections.warehouse().open()) {
            WarehouseSchema.create(connection);
        } catch (SQLException e) {
            throw new CommandException(
                    ExitCode.FAILED, "database: closing the connection failed: " + e.getMessage(), e);
        }
    }

    private void print(ConnectorStatus status) {
        out().printf("%s: %s%n", status.name(), describe(status.connector()));
        status.tasks().forEach(task -> out().printf("  task %d: %s%n", task.id(), describe(task.part())));
    }

    private static String describe(ConnectorStatus.Part part) {
        String firstLine = part.trace().lines().findFirst().orElse("");
        return part.state() + " on " + part.workerId() + (firstLine.isEmpty() ? "" : ": " + firstLine);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
