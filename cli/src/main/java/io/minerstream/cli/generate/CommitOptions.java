package io.minerstream.cli.generate;

import io.minerstream.producer.run.CommitPolicy;
import picocli.CommandLine.Option;

/** How a run is cut into transactions. */
public final class CommitOptions {

    @Option(
            names = "--commit",
            paramLabel = "auto|run|time-point|none|N",
            order = 25,
            defaultValue = "auto",
            description =
                    "How much one Kafka transaction holds: the run, one time point of the fleet (time-point), or N records. auto is as "
                            + "many whole time points as fit into 1,000,000 records, at least one (default: ${DEFAULT-VALUE}); with "
                            + "--rate, each time point. none, for load tests: "
                            + "readings outside of transactions; when such a run is broken off and goes on, some may be written twice.")
    private CommitPolicy commit;

    /** What was asked for. */
    public CommitPolicy policy() {
        return commit;
    }
}
