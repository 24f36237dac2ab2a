package io.minerstream.cli.sink;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.ReplicationOption;
import io.minerstream.cli.report.Connectors;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.connection.PropertiesFile;
import io.minerstream.pipeline.sink.DeadLetters;
import io.minerstream.pipeline.sink.SinkSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deploys the sink connectors to any Connect cluster. */
@Command(name = "sink", synopsisSubcommandLabel = "COMMAND")
public final class SinkCommand {

    private static final short ONE_REPLICA = 1;

    @Command(name = "deploy", mixinStandardHelpOptions = true)
    int deploy(
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--database-password-reference", paramLabel = "REF", order = HelpGroups.WAREHOUSE)
                    String passwordReference,
            @Option(names = "--connector-config", paramLabel = "FILE", order = HelpGroups.WAREHOUSE)
                    Path connectorConfig,
            @Mixin ReplicationOption replication) {
        Connections connections = connection.resolve();
        SinkSettings.Deployed deployed = SinkSettings.deploy(
                connections,
                passwordReference,
                replication.given().orElse(ONE_REPLICA),
                connectorConfig == null ? Map.of() : PropertiesFile.read("--connector-config", connectorConfig));
        Connectors result = Connectors.deployed(deployed.connectors(), deployed.findings());
        output.print(result, result::lines);
        return ExitCode.DONE;
    }

    @Command(name = "status", mixinStandardHelpOptions = true)
    int status(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        Connections connections = connection.resolve();
        ConnectClient connect = connections.connect();
        List<ConnectorStatus> deployed = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name : SinkSettings.NAMES) {
            connect.status(name).ifPresentOrElse(deployed::add, () -> missing.add(name));
        }
        Optional<DeadLetters> deadLetters =
                connections.hasKafka() ? Optional.of(DeadLetters.of(connections)) : Optional.empty();
        Connectors result = Connectors.of(deployed, missing, deadLetters, OutputOptions.isVerbose());
        output.print(result, result::lines);
        return missing.isEmpty() && deployed.stream().noneMatch(ConnectorStatus::hasFailed)
                ? ExitCode.DONE
                : ExitCode.FAILED;
    }

    @Command(name = "delete", mixinStandardHelpOptions = true)
    int delete(@Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        ConnectClient connect = connection.resolve().connect();
        Map<String, Boolean> deleted = new LinkedHashMap<>();
        SinkSettings.NAMES.forEach(name -> deleted.put(name, connect.delete(name)));
        output.print(Map.of("deleted", deleted), messages -> deleted.entrySet().stream()
                .map(entry ->
                        messages.text(entry.getValue() ? "sink.deleted" : "sink.was.not.deployed", entry.getKey()))
                .toList());
        return ExitCode.DONE;
    }
}
