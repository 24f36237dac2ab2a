package io.minerstream.cli.fleet;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.FleetSourceOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.ScheduleOption;
import io.minerstream.cli.option.SeedOption;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.option.SyntheticFleetOptions;
import io.minerstream.cli.option.TopicOptions;
import io.minerstream.cli.option.Within;
import io.minerstream.cli.report.FleetText;
import io.minerstream.cli.report.InitializedFleet;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.fleet.FleetLoading;
import io.minerstream.pipeline.fleet.FleetPublishing;
import io.minerstream.pipeline.fleet.FleetSeeding;
import io.minerstream.pipeline.fleet.LoadedFleets;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetSummary;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.roster.RosterResult;
import io.minerstream.schemas.bound.Bound;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fleets in the database and in the topic hosting-miners. */
@Command(name = "fleet", synopsisSubcommandLabel = "COMMAND")
public final class FleetCommand {

    @Command(name = "init", mixinStandardHelpOptions = true)
    int init(
            @Mixin SiteOption site,
            @Option(names = "--sites", paramLabel = "N", order = HelpGroups.FLEET, defaultValue = "1")
                    @Within(Bound.SITES)
                    int sites,
            @Mixin SyntheticFleetOptions synthetic,
            @Mixin SeedOption seed,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        Connections connections = connection.resolve();
        List<InitializedFleet> initialized = new ArrayList<>();
        for (SyntheticFleet described : synthetic.synthetic(site.orDefault(), seed.value(), sites, "--sites")) {
            Fleet fleet = described.load();
            initialized.add(InitializedFleet.of(fleet, FleetSeeding.seed(connections, fleet)));
        }
        output.print(Map.of("sites", initialized), messages -> initialized.stream()
                .map(fleet -> fleet.line(messages))
                .toList());
        return ExitCode.DONE;
    }

    @Command(name = "list", mixinStandardHelpOptions = true)
    int list(
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Mixin SiteOption site,
            @Option(names = "--topic", order = HelpGroups.FLEET) boolean topic) {
        Optional<Integer> only = site.given();
        Connections connections = connection.resolve();
        List<FleetSummary> sites =
                topic ? FleetLoading.listTopic(connections, only) : FleetLoading.listDatabase(connections, only);
        output.print(Map.of("sites", sites), messages -> new FleetText(messages).sites(sites));
        return ExitCode.DONE;
    }

    @Command(name = "load", mixinStandardHelpOptions = true)
    int load(@Mixin FleetSourceOptions source, @Mixin ConnectionOptions connection, @Mixin OutputOptions output) {
        List<Fleet> given = source.load();
        ScheduleOption schedule = source.schedule();
        if (given.isEmpty() && schedule.file().isEmpty()) {
            throw PipelineException.usage("--file, --fleet-url, --schedule: at least one must be given, got none");
        }
        LoadedFleets loaded;
        if (given.isEmpty()) {
            loaded = FleetSeeding.loadSchedule(connection.resolve(), source.siteId(), schedule::applyTo);
        } else {
            List<Fleet> fleets = schedule.applyTo(given);
            boolean scheduled = schedule.file().isPresent()
                    || fleets.stream().anyMatch(fleet -> !fleet.schedule().isEmpty());
            loaded = FleetSeeding.load(connection.resolve(), fleets, scheduled);
        }
        output.print(loaded, messages -> new FleetText(messages).loaded(loaded));
        return ExitCode.DONE;
    }

    @Command(name = "publish", mixinStandardHelpOptions = true)
    int publish(
            @Mixin SyntheticFleetOptions synthetic,
            @Mixin FleetSourceOptions source,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--valid-from", paramLabel = "TIME", order = HelpGroups.FLEET) @Within(Bound.TIME)
                    Instant validFrom,
            @Mixin SeedOption seed,
            @Mixin TopicOptions newTopics) {
        int site = source.siteId();
        TopicSettings topics = newTopics.settings();
        Instant from = validFrom == null ? Instant.now().truncatedTo(ChronoUnit.HOURS) : validFrom;
        if (synthetic.isGiven() && source.isGiven()) {
            throw PipelineException.usage(
                    "--file, --fleet-url: must not be combined with --miners, --mix or --null-baselines");
        }
        List<Fleet> given = synthetic.isGiven()
                ? List.of(synthetic.synthetic(site, seed.value()).load())
                : source.load();
        Connections connections = connection.resolve();
        List<Fleet> fleets = source.schedule()
                .applyTo(given.isEmpty() ? List.of(FleetLoading.fromDatabase(connections, site)) : given);
        List<RosterResult> results = FleetPublishing.publish(connections, fleets, from, topics);
        output.print(Map.of("sites", results), messages -> new FleetText(messages).published(results));
        return ExitCode.DONE;
    }
}
