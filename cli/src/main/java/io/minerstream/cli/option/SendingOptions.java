package io.minerstream.cli.option;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.Shard;
import picocli.CommandLine.Option;

/** How readings are sent. */
public final class SendingOptions {

    @Option(names = "--rate", paramLabel = "RATE", order = HelpGroups.RUN, defaultValue = "max")
    private RateProfile rate;

    @Option(names = "--shard", paramLabel = "I/N", order = HelpGroups.RUN, defaultValue = "0/1")
    private Shard shard;

    @Option(names = "--threads", paramLabel = "N", order = HelpGroups.RUN)
    private int threads = TelemetryPublisher.DEFAULT_THREADS;

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
        if (threads < 1) {
            throw PipelineException.usage("threads: must be at least 1, got " + threads);
        }
        return threads;
    }
}
