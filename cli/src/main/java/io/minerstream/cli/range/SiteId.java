package io.minerstream.cli.range;

import io.minerstream.cli.ExitCode;
import io.minerstream.cli.terminal.CommandException;

/** The option {@code --site-id}, which most commands have. */
public final class SiteId {

    private SiteId() {}

    /**
     * Refuses an id that no site can have.
     *
     * @param siteId null when none was given
     * @throws CommandException with {@link ExitCode#USAGE}
     */
    public static void require(Integer siteId) {
        if (siteId != null && siteId < 1) {
            throw new CommandException(ExitCode.USAGE, "--site-id: must be at least 1, got " + siteId);
        }
    }
}
