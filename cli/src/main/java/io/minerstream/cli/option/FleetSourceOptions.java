package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.file.FleetFile;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fleets of a file or of another database. */
public final class FleetSourceOptions {

    @Mixin
    private SiteFilter site;

    @Option(names = "--file", paramLabel = "FILE", order = HelpGroups.FLEET)
    private Path file;

    @Mixin
    private FleetDatabaseOptions database;

    @Mixin
    private ScheduleOption schedule;

    /** The site where one must be named, at least 1. */
    public int siteId() {
        return site.orDefault();
    }

    /** Whether a file or a database is given. */
    public boolean isGiven() {
        return file != null || database.isGiven();
    }

    /** The status changes of a file. */
    public ScheduleOption schedule() {
        return schedule;
    }

    /**
     * The fleets, without {@link #schedule}; empty when neither file nor database is given.
     *
     * @throws PipelineException when the options contradict each other
     */
    public List<Fleet> load() {
        database.requireConsistent();
        if (file != null && database.isGiven()) {
            throw PipelineException.usage("--file: must not be combined with --fleet-url");
        }
        if (database.isGiven()) {
            return List.of(database.load(siteId()));
        }
        if (file == null) {
            return List.of();
        }
        SortedMap<Integer, Fleet> fleets = FleetFile.of(file, siteId()).loadAll();
        return site.id().map(only -> List.of(ofSite(only, fleets))).orElseGet(() -> List.copyOf(fleets.values()));
    }

    private Fleet ofSite(int only, SortedMap<Integer, Fleet> fleets) {
        if (!fleets.containsKey(only)) {
            throw PipelineException.usage(
                    "--site-id: must be a site of %s, which has miners of %s, got %d; nothing was written"
                            .formatted(file, fleets.keySet(), only));
        }
        return fleets.get(only);
    }
}
