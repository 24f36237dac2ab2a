package io.minerstream.cli.fleet;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.connection.ConnectionOptions;
import io.minerstream.cli.connection.TopicOptions;
import io.minerstream.cli.range.InstantConverter;
import io.minerstream.cli.range.SiteId;
import io.minerstream.cli.report.FleetJson;
import io.minerstream.cli.report.FleetText;
import io.minerstream.cli.report.JsonOutput;
import io.minerstream.cli.terminal.CommandException;
import io.minerstream.cli.terminal.OutputOptions;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.database.DatabaseFleet;
import io.minerstream.producer.fleet.file.ScheduleFile;
import io.minerstream.producer.roster.RosterPublisher;
import io.minerstream.producer.roster.RosterResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes a fleet to the topic hosting-miners. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        sortOptions = true,
        header = "Publish a fleet to the compacted topic hosting-miners, as a difference.",
        description = {
            "The fleet is that of the database, of a file, of another database, or with --miners a synthetic one. Miners whose entry says the same "
                    + "already are not written; those of the site that are not in the fleet get a tombstone.",
            "Changes of a schedule after --valid-from are published as further entries of their miners.",
            "In transactions of up to 100,000 entries. Creates the topics that are missing."
        })
final class FleetPublishCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetOptions synthetic;

    @Mixin
    private FleetDatabaseOptions fleetDatabase;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--site-id",
            paramLabel = "ID",
            order = 1,
            description = "Site to publish (default: 5, or every site that the file names).")
    private Integer siteId;

    @Option(names = "--file", paramLabel = "FILE", order = 2, description = FleetFileLoading.FILE)
    private Path file;

    @Option(
            names = FleetOptions.SCHEDULE_OPTION,
            paramLabel = "FILE",
            order = 2,
            description = FleetOptions.SCHEDULE + " Takes the place of the one that the database has.")
    private Path schedule;

    @Option(
            names = "--valid-from",
            paramLabel = "TIME",
            order = 3,
            converter = InstantConverter.class,
            description = "Time from which what is written is valid, RFC 3339 or a date (default: the current hour).")
    private Instant validFrom;

    @Option(
            names = "--seed",
            paramLabel = "N",
            order = 23,
            defaultValue = "42",
            description = "Seed of a synthetic fleet (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private TopicOptions newTopics;

    @Override
    public Integer call() {
        SiteId.require(siteId);
        newTopics.requirePossible();
        Instant from = validFrom == null ? Instant.now().truncatedTo(ChronoUnit.HOURS) : validFrom;
        List<Fleet> given = givenFleets();
        Connections connections = connection.resolve();
        List<Fleet> fleets = scheduled(given.isEmpty() ? List.of(stored(connections)) : given);
        RosterPublisher publisher = new RosterPublisher(connections.kafkaProperties(), connections.topics());
        Preparation preparation =
                Preparation.ofAll(connections, newTopics.partitions(), newTopics.replicationFactor(), null);
        List<String> findings = new ArrayList<>(preparation.inspect().findings());
        fleets.forEach(fleet -> findings.addAll(publisher.findings(fleet.siteId())));
        Preparation.requireNone(findings);
        preparation.apply();
        List<RosterResult> results =
                fleets.stream().map(fleet -> publisher.publish(fleet, from)).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (output.json()) {
            out.println(JsonOutput.write(FleetJson.published(results)));
        } else {
            new FleetText(output.locale()).published(results).forEach(out::println);
        }
        return ExitCode.DONE;
    }

    private Fleet stored(Connections connections) {
        return connections.withWarehouse(
                database -> DatabaseFleet.from(database, site()).load());
    }

    private List<Fleet> scheduled(List<Fleet> fleets) {
        return schedule == null ? fleets : ScheduleFile.of(schedule).applyTo(fleets);
    }

    /** Those from elsewhere; empty when the database is to be asked. */
    private List<Fleet> givenFleets() {
        fleetDatabase.requireConsistent();
        if (file != null && synthetic.isGiven()) {
            throw new CommandException(
                    ExitCode.USAGE, "--file: must stand without --miners, --mix and --null-baselines, got one of them");
        }
        if (fleetDatabase.isGiven() && (file != null || synthetic.isGiven())) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--fleet-url: must stand without --file, --miners, --mix and --null-baselines, got one of them");
        }
        if (fleetDatabase.isGiven()) {
            return List.of(fleetDatabase.load(site()));
        }
        if (file != null) {
            return FleetFileLoading.load(file, siteId);
        }
        return synthetic.isGiven() ? List.of(synthetic.synthetic(site(), seed).load()) : List.of();
    }

    private int site() {
        return siteId == null ? FleetFileLoading.DEFAULT_SITE : siteId;
    }
}
