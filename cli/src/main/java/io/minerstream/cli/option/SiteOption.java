package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.schemas.bound.Bound;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import picocli.CommandLine.Option;

/** The one site of a command, or the one of several to which it is limited. */
public final class SiteOption {

    /** Site of the reference job. */
    public static final int DEFAULT = 5;

    @Option(names = "--site-id", paramLabel = "ID", order = HelpGroups.FLEET)
    @Within(Bound.SITE_ID)
    private Integer siteId;

    /** Empty for none. */
    public Optional<Integer> given() {
        return Optional.ofNullable(siteId);
    }

    /** The site where one must be named, see {@link #given}. */
    public int orDefault() {
        return given().orElse(DEFAULT);
    }

    /** Whether a site is wanted. */
    public boolean matches(int other) {
        return siteId == null || siteId == other;
    }

    /**
     * The sites of a file that are wanted.
     *
     * @param what each site has, for the message
     * @throws PipelineException when the file does not have the site
     */
    public <T> List<T> select(Path file, SortedMap<Integer, T> sites, String what) {
        if (given().isEmpty()) {
            return List.copyOf(sites.values());
        }
        if (!sites.containsKey(siteId)) {
            throw PipelineException.usage(
                    "--site-id: must be a site of %s, which has %s of %s, got %s; nothing was written"
                            .formatted(file, what, sites.keySet(), siteId));
        }
        return List.of(sites.get(siteId));
    }
}
