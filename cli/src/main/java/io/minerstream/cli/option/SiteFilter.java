package io.minerstream.cli.option;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The one site of several to which a command is limited. */
public final class SiteFilter {

    @Option(names = SiteOption.NAME, paramLabel = "ID", order = HelpGroups.FLEET)
    private Integer siteId;

    /**
     * At least 1; empty for all sites.
     *
     * @throws io.minerstream.pipeline.PipelineException when it is less
     */
    public Optional<Integer> id() {
        return Optional.ofNullable(siteId).map(SiteOption::require);
    }

    /** Whether a site is wanted. */
    public boolean matches(int other) {
        return siteId == null || siteId == other;
    }

    /** The site where one must be named. */
    public int orDefault() {
        return id().orElse(SiteOption.DEFAULT);
    }
}
