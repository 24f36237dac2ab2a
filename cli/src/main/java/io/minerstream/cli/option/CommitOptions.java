package io.minerstream.cli.option;

import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.schemas.bound.Bound;
import picocli.CommandLine.Option;

/** How much one transaction holds. */
public final class CommitOptions {

    @Option(
            names = "--commit",
            paramLabel = "auto|run|time-point|none|N",
            order = HelpGroups.RUN,
            defaultValue = "auto")
    @Within(Bound.COMMIT_RECORDS)
    private CommitPolicy commit;

    /** The policy of the option. */
    public CommitPolicy policy() {
        return commit;
    }
}
