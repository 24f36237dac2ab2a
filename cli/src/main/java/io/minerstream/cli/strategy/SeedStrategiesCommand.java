package io.minerstream.cli.strategy;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.report.JsonOutput;
import io.minerstream.cli.report.StrategyJson;
import io.minerstream.cli.report.StrategyText;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import io.minerstream.pipeline.strategy.StrategySeeding;
import io.minerstream.producer.strategy.StrategyFile;
import io.minerstream.producer.strategy.StrategySet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Seeds the curtailment strategies of a site. */
@Command(
        name = "seed-strategies",
        mixinStandardHelpOptions = true,
        sortOptions = true,
        header = "Seed the curtailment strategies of a site to their compacted topic.",
        description = {
            "Writes the four default strategies, or those of a file, and checks what the topic says then. Idempotent: a site that "
                    + "has strategies is left alone, unless --force replaces them, in one Kafka transaction.",
            "Where the sink is deployed, waits until the table curtailment_strategies says the same.",
            "Exit code 1 when a type is missing or extra, a weight is off, or there is no strategy."
        })
public final class SeedStrategiesCommand implements Callable<Integer> {

    private static final int DEFAULT_SITE = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--site-id",
            paramLabel = "ID",
            order = 1,
            description = "Site to seed (default: 5, or every site that the file names).")
    private Integer siteId;

    @Option(
            names = "--force",
            order = 2,
            description = "Replace strategies that are there; types that are not in the new set are removed.")
    private boolean force;

    @Option(names = "--verify-only", order = 3, description = "Check what is there; write nothing.")
    private boolean verifyOnly;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            order = 4,
            description =
                    "Strategies in YAML or JSON, as `minerstream strategies export` writes them (default: the four "
                            + "defaults). Those without site_id belong to --site-id.")
    private Path file;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            order = 29,
            defaultValue = "-1",
            description = "Replicas of the topic when it is created (default: the broker's own setting).")
    private short replicationFactor;

    @Override
    public Integer call() {
        requireOneMode();
        Preparation.requirePossible(null, replicationFactor);
        List<StrategySet> sets = sets();
        Connections connections = connection.resolve();
        StrategySeeding seeding = new StrategySeeding(connections);
        List<StrategyOutcome> outcomes = new ArrayList<>();
        if (verifyOnly) {
            sets.forEach(set -> outcomes.add(seeding.check(set.siteId(), Optional.empty())));
        } else {
            Preparation preparation = Preparation.ofStrategies(connections, replicationFactor);
            List<String> findings = new ArrayList<>(preparation.inspect().findings());
            sets.forEach(set -> findings.addAll(seeding.findings(set.siteId())));
            Preparation.requireNone(findings);
            preparation.apply();
            sets.forEach(set -> outcomes.add(seeding.check(set.siteId(), Optional.of(seeding.seed(set, force)))));
        }
        print(outcomes);
        return outcomes.stream().allMatch(StrategyOutcome::passed) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void requireOneMode() {
        if (verifyOnly && (force || file != null)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--verify-only: must stand alone, since it writes nothing, got " + (force ? "--force" : "--file")
                            + " as well");
        }
    }

    /** What is to be seeded, all of it valid, before anything is connected to. */
    private List<StrategySet> sets() {
        int site = siteId == null ? DEFAULT_SITE : siteId;
        StrategySet defaults;
        try {
            defaults = StrategySet.defaults(site);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "--site-id: must be at least 1, got " + site, e);
        }
        if (file == null) {
            return List.of(defaults);
        }
        SortedMap<Integer, StrategySet> sets = StrategyFile.read(file, site);
        if (siteId == null) {
            return List.copyOf(sets.values());
        }
        if (!sets.containsKey(siteId)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--site-id: must be a site of %s, which has strategies of %s, got %d; nothing was written"
                            .formatted(file, sets.keySet(), siteId));
        }
        return List.of(sets.get(siteId));
    }

    private void print(List<StrategyOutcome> outcomes) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.write(StrategyJson.of(outcomes)));
            return;
        }
        StrategyText text = new StrategyText(output.locale());
        for (int i = 0; i < outcomes.size(); i++) {
            if (i > 0) {
                out.println();
            }
            text.lines(outcomes.get(i)).forEach(out::println);
        }
    }
}
