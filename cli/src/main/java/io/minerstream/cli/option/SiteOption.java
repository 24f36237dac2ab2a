package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import picocli.CommandLine.Option;

/** The one site of a command. */
public final class SiteOption {

    static final String NAME = "--site-id";

    /** Site of the reference job. */
    public static final int DEFAULT = 5;

    @Option(names = NAME, paramLabel = "ID", order = HelpGroups.FLEET, defaultValue = "" + DEFAULT)
    private int siteId;

    /**
     * At least 1.
     *
     * @throws PipelineException when it is less
     */
    public int id() {
        return require(siteId);
    }

    static int require(int siteId) {
        if (siteId < 1) {
            throw PipelineException.usage(NAME + ": must be at least 1, got " + siteId);
        }
        return siteId;
    }
}
