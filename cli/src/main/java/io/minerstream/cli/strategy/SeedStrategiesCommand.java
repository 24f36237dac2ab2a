package io.minerstream.cli.strategy;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.ForceOption;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.ReplicationOption;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.report.StrategyDocument;
import io.minerstream.cli.report.StrategyText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import io.minerstream.pipeline.strategy.StrategySeeding;
import io.minerstream.producer.strategy.StrategyFile;
import io.minerstream.producer.strategy.StrategySet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Seeds the curtailment strategies of a site. */
@Command(name = "seed-strategies")
public final class SeedStrategiesCommand implements Callable<Integer> {

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Mixin
    private SiteOption site;

    @Mixin
    private ForceOption force;

    @Option(names = "--verify-only", order = HelpGroups.STRATEGIES)
    private boolean verifyOnly;

    @Option(names = "--file", paramLabel = "FILE", order = HelpGroups.STRATEGIES)
    private Path file;

    @Mixin
    private ReplicationOption replication;

    @Override
    public Integer call() {
        requireOneMode();
        TopicSettings topic = new TopicSettings(null, replication.orBrokerDefault());
        List<StrategySet> sets = sets();
        StrategySeeding seeding = new StrategySeeding(connection.resolve());
        List<StrategyOutcome> outcomes = verifyOnly
                ? sets.stream()
                        .map(set -> seeding.check(set.siteId(), Optional.empty()))
                        .toList()
                : seeding.seed(sets, force.isGiven(), topic);
        output.print(StrategyDocument.of(outcomes), messages -> text(outcomes, new StrategyText(messages)));
        return outcomes.stream().allMatch(StrategyOutcome::passed) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void requireOneMode() {
        if (verifyOnly && (force.isGiven() || file != null)) {
            throw PipelineException.usage(
                    "--verify-only: must not be combined with " + (force.isGiven() ? "--force" : "--file"));
        }
    }

    /** The valid strategies to seed, before any connection is opened. */
    private List<StrategySet> sets() {
        if (file == null) {
            return List.of(StrategySet.defaults(site.orDefault()));
        }
        return site.select(file, StrategyFile.read(file, site.orDefault()), "strategies");
    }

    private static List<String> text(List<StrategyOutcome> outcomes, StrategyText text) {
        List<String> lines = new ArrayList<>();
        for (StrategyOutcome outcome : outcomes) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(text.lines(outcome));
        }
        return lines;
    }
}
