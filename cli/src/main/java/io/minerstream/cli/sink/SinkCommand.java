package io.minerstream.cli.sink;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.ReplicationOption;
import io.minerstream.cli.report.Connectors;
import io.minerstream.cli.report.Lags;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkControl;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.connection.PropertiesFile;
import io.minerstream.pipeline.sink.DeadLetters;
import io.minerstream.pipeline.sink.SinkLag;
import io.minerstream.pipeline.sink.SinkSettings;
import io.minerstream.pipeline.sink.SinkStates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deploys the sink connectors to any Connect cluster, and works on them. */
@Command(name = "sink", synopsisSubcommandLabel = "COMMAND", subcommands = SinkDdlCommand.class)
public final class SinkCommand {

    private static final short ONE_REPLICA = 1;
    private static final Duration STATE_TIMEOUT = Duration.ofSeconds(90);

    @Command(name = "deploy", mixinStandardHelpOptions = true)
    int deploy(
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--sink", paramLabel = "copy|debezium|confluent", order = HelpGroups.WAREHOUSE)
                    SinkKind kind,
            @Option(names = "--hosting-miners", order = HelpGroups.WAREHOUSE) boolean hostingMiners,
            @Option(names = "--database-password-reference", paramLabel = "REF", order = HelpGroups.WAREHOUSE)
                    String passwordReference,
            @Option(names = "--connector-config", paramLabel = "FILE", order = HelpGroups.WAREHOUSE)
                    Path connectorConfig,
            @Mixin ReplicationOption replication) {
        Connections connections = connection.resolve();
        SinkSettings.Request request = new SinkSettings.Request(
                Optional.ofNullable(kind),
                hostingMiners,
                passwordReference,
                replication.given().orElse(ONE_REPLICA),
                connectorConfig == null ? Map.of() : PropertiesFile.read("--connector-config", connectorConfig));
        Connectors result = Connectors.deployed(SinkSettings.deploy(connections, request));
        output.print(result, result::lines);
        return ExitCode.DONE;
    }

    @Command(name = "status", mixinStandardHelpOptions = true)
    int status(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        Connections connections = connection.resolve();
        SinkStates sinks = SinkStates.of(connections.connect());
        return print(
                sinks, connections.hasKafka() ? Optional.of(DeadLetters.of(connections)) : Optional.empty(), output);
    }

    @Command(name = "pause", mixinStandardHelpOptions = true)
    int pause(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        return change(connection, output, SinkControl::pause);
    }

    @Command(name = "resume", mixinStandardHelpOptions = true)
    int resume(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        return change(connection, output, SinkControl::resume);
    }

    @Command(name = "restart", mixinStandardHelpOptions = true)
    int restart(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        return change(connection, output, SinkControl::restart);
    }

    private static int change(
            ConnectionOptions connection,
            OutputOptions output,
            BiFunction<SinkControl, List<String>, List<ConnectorStatus>> change) {
        ConnectClient connect = connection.resolve().connect();
        SinkStates sinks = SinkStates.of(connect);
        return print(
                sinks.with(change.apply(new SinkControl(connect, STATE_TIMEOUT), sinks.names())),
                Optional.empty(),
                output);
    }

    private static int print(SinkStates sinks, Optional<DeadLetters> deadLetters, OutputOptions output) {
        Connectors result = Connectors.of(sinks, deadLetters, OutputOptions.isVerbose());
        output.print(result, result::lines);
        return sinks.areWell() ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Command(name = "lag", mixinStandardHelpOptions = true)
    int lag(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        Lags result = Lags.of(SinkLag.of(connection.resolve()));
        output.print(result, result::lines);
        return ExitCode.DONE;
    }

    @Command(name = "delete", mixinStandardHelpOptions = true)
    int delete(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        SinkControl control = new SinkControl(connection.resolve().connect(), STATE_TIMEOUT);
        Map<String, Boolean> deleted = new LinkedHashMap<>();
        for (Sink sink : Sink.values()) {
            boolean wasThere = control.delete(sink.connectorName());
            if (wasThere || sink.isDeployedByDefault()) {
                deleted.put(sink.connectorName(), wasThere);
            }
        }
        output.print(Map.of("deleted", deleted), messages -> deleted.entrySet().stream()
                .map(entry ->
                        messages.text(entry.getValue() ? "sink.deleted" : "sink.was.not.deployed", entry.getKey()))
                .toList());
        return ExitCode.DONE;
    }
}
