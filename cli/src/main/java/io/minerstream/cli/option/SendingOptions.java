package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.Shard;
import picocli.CommandLine.Option;

/** How readings are sent. */
public final class SendingOptions {

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            order = HelpGroups.RUN,
            defaultValue = "max",
            description = "Readings per second: 5000, ramp:0..20000/10m, steps:1000/1m,5000/2m, sine:100..900/1h, "
                    + "burst:100,5000/5s/1m, or max for unthrottled (default: ${DEFAULT-VALUE}). Open loop: a late reading is sent "
                    + "at once, and the lateness is reported.")
    private RateProfile rate;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            order = HelpGroups.RUN,
            defaultValue = "0/1",
            description =
                    "Write only the partitions p with p modulo N = I; N such commands together write all readings.")
    private Shard shard;

    // Null for the default, which is no constant.
    @Option(
            names = "--threads",
            paramLabel = "N",
            order = HelpGroups.RUN,
            description =
                    "Worker threads, each of which computes and sends the readings of some partitions; unthrottled runs only "
                            + "(default: the processors, at most 4).")
    private Integer threads;

    /** Readings per second. */
    public RateProfile rate() {
        return rate;
    }

    /** Which part of the readings is written. */
    public Shard shard() {
        return shard;
    }

    /**
     * Worker threads.
     *
     * @throws PipelineException when there are fewer than 1
     */
    public int threads() {
        if (threads != null && threads < 1) {
            throw PipelineException.usage("threads: must be at least 1, got " + threads);
        }
        return threads == null ? TelemetryPublisher.DEFAULT_THREADS : threads;
    }
}
