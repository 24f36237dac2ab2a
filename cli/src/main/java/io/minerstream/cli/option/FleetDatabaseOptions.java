package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.fleet.FleetDatabase;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A database other than the warehouse that has a fleet. */
public final class FleetDatabaseOptions {

    @Option(names = "--fleet-url", paramLabel = "URL", order = HelpGroups.FLEET)
    private String url;

    @Option(names = "--fleet-user", paramLabel = "USER", order = HelpGroups.FLEET)
    private String user;

    @Option(names = "--fleet-password-file", paramLabel = "FILE", order = HelpGroups.FLEET)
    private Path passwordFile;

    /**
     * The database; empty for none.
     *
     * @throws PipelineException when options would be ignored
     */
    public Optional<FleetDatabase> given() {
        if (url == null && (user != null || passwordFile != null)) {
            throw PipelineException.usage("--fleet-user, --fleet-password-file: need --fleet-url");
        }
        return Optional.ofNullable(url).map(given -> new FleetDatabase(given, user, passwordFile));
    }
}
