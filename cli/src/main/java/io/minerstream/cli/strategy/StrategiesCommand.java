package io.minerstream.cli.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.range.SiteId;
import io.minerstream.cli.report.JsonOutput;
import io.minerstream.cli.report.StrategyJson;
import io.minerstream.cli.report.StrategyText;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.strategy.StrategyEntry;
import io.minerstream.producer.strategy.StrategyFile;
import io.minerstream.producer.strategy.StrategyReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the curtailment strategies that the topic holds. Writes nothing to it. */
@Command(
        name = "strategies",
        header = "List or export the curtailment strategies in the topic.",
        synopsisSubcommandLabel = "COMMAND")
public final class StrategiesCommand {

    private static final String SITE = "Only this site (default: all).";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = true,
            header = "List the strategies, by site and type.")
    int list(
            @Option(names = "--site-id", paramLabel = "ID", order = 1, description = SITE) Integer siteId,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        List<StrategyEntry> entries = read(connection, siteId);
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.write(StrategyJson.ofEntries(entries)));
        } else {
            new StrategyText(output.locale()).entries(entries).forEach(out::println);
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            sortOptions = true,
            header = "Write the strategies as a file that `minerstream seed-strategies --file` reads.",
            description = "Exit code 1 when there are none, or one of them cannot be read; nothing is written then.")
    int export(
            @Option(names = "--site-id", paramLabel = "ID", order = 1, description = SITE) Integer siteId,
            @Option(
                            names = "--format",
                            paramLabel = "yaml|json",
                            order = 2,
                            defaultValue = "yaml",
                            description = "Form of the file (default: ${DEFAULT-VALUE}).")
                    StrategyFile.Format format,
            @Option(
                            names = "--file",
                            paramLabel = "FILE",
                            order = 3,
                            description = "File to write; must not exist (default: standard output).")
                    Path file,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        String text = StrategyFile.write(readable(read(connection, siteId), siteId), format);
        if (file == null) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        } else {
            write(file, text);
        }
        return ExitCode.DONE;
    }

    private static List<StrategyEntry> read(ConnectionOptions connection, Integer siteId) {
        SiteId.require(siteId);
        Connections connections = connection.resolve();
        return StrategyReader.read(connections.kafkaProperties(), connections.topics()).stream()
                .filter(entry -> siteId == null || entry.key().siteId() == siteId)
                .toList();
    }

    private static List<CurtailmentStrategy> readable(List<StrategyEntry> entries, Integer siteId) {
        if (entries.isEmpty()) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "strategies: must be at least one, got none"
                            + (siteId == null ? "" : " for site_id=" + siteId)
                            + "; run `minerstream seed-strategies` first");
        }
        for (StrategyEntry entry : entries) {
            if (entry.strategy() == null) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "strategy %s at offset %d: must be readable, got: %s; replace it with `minerstream seed-strategies --force`"
                                .formatted(entry.key(), entry.offset(), entry.problem()));
            }
        }
        return entries.stream().map(StrategyEntry::strategy).toList();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.USAGE, "--file: must be a file that can be created, got " + file + " (" + e + ")", e);
        }
    }
}
