package io.minerstream.cli.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.report.StrategyDocument;
import io.minerstream.cli.report.StrategyText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.cli.terminal.ResultFile;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.strategy.StrategyEntry;
import io.minerstream.producer.strategy.StrategyFile;
import io.minerstream.producer.strategy.StrategyReader;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the curtailment strategies in the topic. Writes nothing to it. */
@Command(name = "strategies", synopsisSubcommandLabel = "COMMAND")
public final class StrategiesCommand {

    @Spec
    private CommandSpec spec;

    @Command(name = "list", mixinStandardHelpOptions = true)
    int list(@Mixin SiteOption site, @Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        List<StrategyEntry> entries = read(connection, site);
        output.print(StrategyDocument.ofEntries(entries), messages -> new StrategyText(messages).entries(entries));
        return ExitCode.DONE;
    }

    @Command(name = "export", mixinStandardHelpOptions = true)
    int export(
            @Mixin SiteOption site,
            @Option(names = "--format", paramLabel = "yaml|json", order = HelpGroups.STRATEGIES, defaultValue = "yaml")
                    StrategyFile.Format format,
            @Option(names = "--file", paramLabel = "FILE", order = HelpGroups.STRATEGIES) Path file,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        String text = StrategyFile.write(readable(read(connection, site), site), format);
        if (file == null) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        } else {
            write(file, text);
        }
        return ExitCode.DONE;
    }

    private static List<StrategyEntry> read(ConnectionOptions connection, SiteOption site) {
        site.given();
        Connections connections = connection.resolve();
        return StrategyReader.read(connections.kafkaProperties(), connections.topics()).stream()
                .filter(entry -> site.matches(entry.key().siteId()))
                .toList();
    }

    private static List<CurtailmentStrategy> readable(List<StrategyEntry> entries, SiteOption site) {
        if (entries.isEmpty()) {
            throw PipelineException.failed("strategies: must be at least one, got none"
                    + site.given().map(only -> " for site_id=" + only).orElse("")
                    + "; run `minerstream seed-strategies` first");
        }
        for (StrategyEntry entry : entries) {
            if (entry.strategy() == null) {
                throw PipelineException.failed(
                        "strategy %s at offset %s: must be readable, got: %s; replace it with `minerstream seed-strategies --force`"
                                .formatted(entry.key(), entry.offset(), entry.problem()));
            }
        }
        return entries.stream().map(StrategyEntry::strategy).toList();
    }

    /** The whole file, or none; never in place of another. */
    static void write(Path file, String text) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw ResultFile.unusable("--file", file, new FileAlreadyExistsException(file.toString()));
        }
        ResultFile.create("--file", file).write(text);
    }
}
