package io.minerstream.cli.option;

import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.bound.Bound;
import picocli.CommandLine.Option;

/** How readings are sent. */
public final class SendingOptions {

    @Option(names = "--rate", paramLabel = "RATE", order = HelpGroups.RUN, defaultValue = "max")
    @Within(Bound.RATE)
    private RateProfile rate;

    @Option(names = "--shard", paramLabel = "I/N", order = HelpGroups.RUN, defaultValue = "0/1")
    @Within(Bound.SHARDS)
    private Shard shard;

    @Option(names = "--threads", paramLabel = "N", order = HelpGroups.RUN)
    @Within(Bound.THREADS)
    private int threads = TelemetryPublisher.DEFAULT_THREADS;

    /** Readings per second. */
    public RateProfile rate() {
        return rate;
    }

    /** Which part of the readings is written. */
    public Shard shard() {
        return shard;
    }

    /** Worker threads. */
    public int threads() {
        return threads;
    }
}
