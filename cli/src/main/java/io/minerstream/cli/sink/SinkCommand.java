package io.minerstream.cli.sink;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.ConnectorDefinition;
import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.sink.SinkSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deploys the sink connectors to any Connect cluster. */
@Command(
        name = "sink",
        header = "Deploy, look at, or delete the connectors that fill the tables.",
        synopsisSubcommandLabel = "COMMAND")
public final class SinkCommand {

    private static final Duration DEPLOY_TIMEOUT = Duration.ofSeconds(90);

    @Spec
    private CommandSpec spec;

    @Command(
            name = "deploy",
            mixinStandardHelpOptions = true,
            header = "Create the tables, and create or update the connectors.",
            description =
                    "One fills miner_telemetry, one keeps curtailment_strategies equal to its topic. Idempotent. Ends when they "
                            + "and their tasks run.")
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
        Connections connections = connection.resolve();
        List<ConnectorDefinition> connectors = SinkSettings.all(connections, passwordReference, replicationFactor);
        Preparation.tables(connections);
        new SinkDeployment(connections.connect())
                .deployAll(connectors, DEPLOY_TIMEOUT)
                .forEach(this::print);
        return ExitCode.DONE;
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            header = "Show the connectors and their tasks.",
            description = "Exit code 1 when one does not exist or a part of it has failed.")
    int status(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        SinkDeployment sinks = new SinkDeployment(connection.resolve().connect());
        boolean healthy = true;
        for (String name : SinkSettings.NAMES) {
            Optional<ConnectorStatus> status = sinks.status(name);
            status.ifPresentOrElse(
                    this::print, () -> out().println(name + ": is not deployed; run `minerstream sink deploy`"));
            healthy &= status.isPresent() && !status.get().hasFailed();
        }
        return healthy ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            header = "Delete the connectors.",
            description = "Rows and committed offsets stay: deployed again, they go on where they ended.")
    int delete(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        SinkDeployment sinks = new SinkDeployment(connection.resolve().connect());
        SinkSettings.NAMES.forEach(
                name -> out().println(name + (sinks.delete(name) ? ": deleted" : ": was not deployed")));
        return ExitCode.DONE;
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
