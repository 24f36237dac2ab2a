package io.minerstream.cli.generate;

import io.minerstream.producer.run.CommitPolicy;
import picocli.CommandLine.Option;

/** How a run is cut into transactions. */
public final class CommitOptions {

    @Option(
            names = "--commit",
            paramLabel = "auto|run|hour|none|N",
            order = 25,
            defaultValue = "auto",
            description =
                    "How much one Kafka transaction holds: the run, a time point of the fleet (hour), or N records. auto is the "
                            + "run up to 1,000,000 records, else a time point (default: ${DEFAULT-VALUE}). none, for load tests: "
                            + "readings outside of transactions; when such a run is broken off and goes on, some may be written twice.")
    private CommitPolicy commit;

    /** What was asked for. */
    public CommitPolicy policy() {
        return commit;
    }
}
