package io.minerstream.producer.load;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.Clients;
import io.minerstream.producer.kafka.FencedWriter;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.pacing.Sleeper;
import io.minerstream.producer.pacing.TimePointScheduler;
import io.minerstream.producer.preflight.Preflight;
import io.minerstream.producer.preflight.RunAdmission;
import io.minerstream.producer.preflight.RunContext;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.topic.TopicNames;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Sends readings when they are due, whatever became of earlier ones. Each load is a run of its own in the history of runs, without a
 * roster, so that no other run takes its time points. It ends when all of its readings are sent, or when it is stopped.
 *
 * <p>{@link #send} is called by one thread at a time; {@link #stop} by any.
 */
public final class LoadSender {

    /** Header of the readings of loads, and of no others. Its value is the id of the run, in ASCII. */
    public static final String HEADER = "load-test";

    private final Clients clients;
    private final TopicNames topics;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Sleeper sleeper;
    private final AtomicBoolean stopped = new AtomicBoolean();

    /**
     * A sender to a cluster; connects with each load.
     *
     * @param properties settings of the Kafka clients and of the registry client
     * @param clock for the times of manifests
     * @param nanoClock of the intended times: {@code System::nanoTime}
     */
    public LoadSender(Map<String, ?> properties, TopicNames topics, Clock clock, LongSupplier nanoClock) {
        this(Clients.of(properties), topics, clock, nanoClock, Sleeper.PARKING);
    }

    LoadSender(Clients clients, TopicNames topics, Clock clock, LongSupplier nanoClock, Sleeper sleeper) {
        this.clients = clients;
        this.topics = topics;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.sleeper = sleeper;
    }

    /**
     * Sends readings of a run until all are sent or {@link #stop} is called, and returns when the brokers have them.
     *
     * @param fleet the miners of the run's site
     * @param spec the run; {@link RunSpec#commit} says how many readings are a transaction, or that there are none
     * @param rate when readings are due; not unlimited
     * @param begin when the first reading is due, on the sender's clock; empty for as soon as possible
     * @param history how many readings of the run are sent as fast as possible by all its shards before the first one is due, from 0
     * @param records how many readings of the run are sent then by all its shards, from 1; the last time point may remain incomplete
     * @param readableWhenCommitted whether readings in transactions count as readable when these are committed, or as soon as the
     *     brokers have them, as for consumers with {@code read_uncommitted}
     * @return readings that were sent, with history
     * @throws PreflightException when topics would lose or refuse readings; nothing was written
     * @throws io.minerstream.producer.kafka.PublishException when Kafka or the registry failed; says how much was sent
     */
    public long send(
            Fleet fleet,
            RunSpec spec,
            RateProfile rate,
            OptionalLong begin,
            long history,
            long records,
            boolean readableWhenCommitted,
            LoadListener listener) {
        if (rate.isUnlimited()) {
            throw new IllegalArgumentException("rate: must be limited: a load has intended times");
        }
        RunContext context = new RunContext(clients, topics, clock, rate, TimePointScheduler.OPEN, 1);
        FencedWriter access = context.fenced(spec.siteId(), spec.shard());
        RunAdmission admission = access.connected(cluster -> {
            RunAdmission inspected = RunAdmission.inspect(
                    context, cluster, access.access(cluster, Preflight.operations(topics)), fleet, spec, 1);
            PreflightException.requireNone(inspected.missingTopics(), inspected.findings());
            inspected.requireFree(context.history(cluster));
            return inspected;
        });
        try (LoadTransmission transmission = new LoadTransmission(
                context, admission, begin, history, records, readableWhenCommitted, listener, nanoClock, this::sleep)) {
            return transmission.run();
        }
    }

    /** Makes {@link #send}, running or later, end with the next reading. What is sent stays. Cannot be undone. */
    public void stop() {
        stopped.set(true);
    }

    /** Sleeps for a part of the time, so that a stop is seen soon; false when it was stopped. */
    private boolean sleep(long nanos) {
        if (nanos > 0 && !stopped.get()) {
            sleeper.sleep(Math.min(nanos, LoadTransmission.LONGEST_SLEEP_NANOS));
        }
        return !stopped.get();
    }
}
