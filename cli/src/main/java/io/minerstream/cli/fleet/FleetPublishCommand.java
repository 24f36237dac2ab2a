package io.minerstream.cli.fleet;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.FleetSourceOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.InstantConverter;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.SeedOption;
import io.minerstream.cli.option.SyntheticFleetOptions;
import io.minerstream.cli.option.TopicOptions;
import io.minerstream.cli.report.FleetText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetLoading;
import io.minerstream.pipeline.fleet.FleetPublishing;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.roster.RosterResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes a fleet to the topic hosting-miners. */
@Command(name = "publish")
final class FleetPublishCommand implements Callable<Integer> {

    @Mixin
    private SyntheticFleetOptions synthetic;

    @Mixin
    private FleetSourceOptions source;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Option(names = "--valid-from", paramLabel = "TIME", order = HelpGroups.FLEET, converter = InstantConverter.class)
    private Instant validFrom;

    @Mixin
    private SeedOption seed;

    @Mixin
    private TopicOptions newTopics;

    @Override
    public Integer call() {
        int site = source.siteId();
        TopicSettings topics = newTopics.settings();
        Instant from = validFrom == null ? Instant.now().truncatedTo(ChronoUnit.HOURS) : validFrom;
        List<Fleet> given = givenFleets(site);
        Connections connections = connection.resolve();
        List<Fleet> fleets = source.schedule()
                .applyTo(given.isEmpty() ? List.of(FleetLoading.fromDatabase(connections, site)) : given);
        List<RosterResult> results = FleetPublishing.publish(connections, fleets, from, topics);
        output.print(Map.of("sites", results), messages -> new FleetText(messages).published(results));
        return ExitCode.DONE;
    }

    /** Fleets from elsewhere; empty for those of the database. */
    private List<Fleet> givenFleets(int site) {
        if (synthetic.isGiven() && source.isGiven()) {
            throw PipelineException.usage(
                    "--file, --fleet-url: must not be combined with --miners, --mix or --null-baselines");
        }
        List<Fleet> given = source.load();
        return synthetic.isGiven()
                ? List.of(synthetic.synthetic(site, seed.value()).load())
                : given;
    }
}
