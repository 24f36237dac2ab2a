package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.fleet.FleetDatabase;
import io.minerstream.producer.fleet.Fleet;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A database other than the warehouse that has a fleet. */
public final class FleetDatabaseOptions {

    @Option(
            names = "--fleet-url",
            paramLabel = "URL",
            order = HelpGroups.FLEET,
            description =
                    "JDBC URL of another database to read the fleet from, tables hosting_miners and miner_models. Its driver must be "
                            + "on the class path (MINERSTREAM_CLASSPATH).")
    private String url;

    @Option(
            names = "--fleet-user",
            paramLabel = "USER",
            order = HelpGroups.FLEET,
            description = "User of that database.")
    private String user;

    @Option(
            names = "--fleet-password-file",
            paramLabel = "FILE",
            order = HelpGroups.FLEET,
            description = "File whose first line is that user's password.")
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
