package io.minerstream.cli.option;

import io.minerstream.producer.run.CommitPolicy;
import picocli.CommandLine.Option;

/** How much one transaction holds. */
public final class CommitOptions {

    @Option(
            names = "--commit",
            paramLabel = "auto|run|time-point|none|N",
            order = HelpGroups.RUN,
            defaultValue = "auto",
            description =
                    "Records of one Kafka transaction: the run, one time point of the fleet (time-point), or N records. auto: "
                            + "as many whole time points as fit into 1,000,000 records, at least one (default: ${DEFAULT-VALUE}); with "
                            + "--rate, one time point. none, for load tests: readings outside of transactions; a resumed run may then "
                            + "write duplicates.")
    private CommitPolicy commit;

    /** The policy of the option. */
    public CommitPolicy policy() {
        return commit;
    }
}
