package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.fleet.FleetDatabase;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.file.FleetFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fleets of a file or of another database. */
public final class FleetSourceOptions {

    @Mixin
    private SiteOption site;

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
        return file != null || database.given().isPresent();
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
        Optional<FleetDatabase> other = database.given();
        if (file == null) {
            return other.map(named -> named.load(siteId())).stream().toList();
        }
        if (other.isPresent()) {
            throw PipelineException.usage("--file: must not be combined with --fleet-url");
        }
        return site.select(file, new FleetFile(file, siteId()).loadAll(), "miners");
    }
}
