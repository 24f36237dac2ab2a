package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.fleet.FleetDatabase;
import io.minerstream.producer.fleet.Fleet;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A database other than the warehouse that has a fleet. */
public final class FleetDatabaseOptions {

    @Option(names = "--fleet-url", paramLabel = "URL", order = HelpGroups.FLEET)
    private String url;

    @Option(names = "--fleet-user", paramLabel = "USER", order = HelpGroups.FLEET)
    private String user;

    @Option(names = "--fleet-password-file", paramLabel = "FILE", order = HelpGroups.FLEET)
    private Path passwordFile;

    /** Whether the user named such a database. */
    public boolean isGiven() {
        return url != null;
    }

    /**
     * Refuses options that would otherwise be ignored.
     *
     * @throws PipelineException naming them
     */
    public void requireConsistent() {
        if (url == null && (user != null || passwordFile != null)) {
            throw PipelineException.usage("--fleet-user, --fleet-password-file: need --fleet-url");
        }
    }

    /**
     * The miners of a site, of any status, with their schedule where the database has one.
     *
     * @throws PipelineException when the database cannot be reached
     */
    public Fleet load(int siteId) {
        return new FleetDatabase(url, user, passwordFile).load(siteId);
    }
}
