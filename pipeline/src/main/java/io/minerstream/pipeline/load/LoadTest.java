package io.minerstream.pipeline.load;

import io.minerstream.avro.SimulationRun;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.run.Pipeline;
import io.minerstream.pipeline.run.RunRequest;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.load.LoadSender;
import io.minerstream.producer.load.SkewedFleet;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.access.ClientPrincipal;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicAdmin;
import io.minerstream.schemas.topic.TopicState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts load on the telemetry topic, and watches how consumer groups bear it. The groups belong to somebody else: nothing of them is
 * changed. Immutable; one test of a site at a time.
 */
public final class LoadTest {

    /** A reading each second: a load takes as little time of the site as it can. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Brokers may refuse readings that are much ahead of their clock, so that a load begins in the past. */
    private static final Duration BEGIN_AGO = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(LoadTest.class);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    private final Connections connections;
    private final Clock clock;

    /** A load test of a cluster. */
    public LoadTest(Connections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /**
     * Does a test. A signal that ends the JVM ends the load, and the listener gets what was seen until then.
     *
     * @param newTopics how missing topics of the generator are created
     * @param onSignal run when a signal ends the test
     * @throws PipelineException when a group cannot be watched, before anything was written; or when Kafka does not answer any more,
     *     after the listener got what was seen until then
     * @throws PreflightException with all blocking problems; nothing was written
     * @throws io.minerstream.producer.kafka.PublishException when the load failed, after the listener got what was seen until then
     */
    public LoadTestOutcome execute(
            LoadTestPlan plan, TopicSettings newTopics, LoadTestListener listener, Runnable onSignal) {
        try (Admin admin = connections.openAdmin()) {
            ObservedLoad load =
                    loads(admin, plan, newTopics).create(plan.rate(), plan.length(), sample -> false, listener);
            return Teardown.during(onSignal, load::run, new Teardown.Stop(load::stop, STOP_TIMEOUT));
        }
    }

    /**
     * Finds the highest rate that all groups sustain.
     *
     * @param plan whose rate and length do not matter, and which has no history
     * @param first rate to begin with, readings per second
     * @param spike how long there is twice the rate in the end; empty for not at all
     * @param newTopics how missing topics of the generator are created
     * @param onSignal run when a signal ends the search
     * @throws PipelineException as of {@link #execute}; also when a group does not commit what a probe left
     */
    public LoadSearchOutcome findMax(
            LoadTestPlan plan,
            double first,
            Optional<Duration> spike,
            TopicSettings newTopics,
            LoadSearchListener listener,
            Runnable onSignal) {
        try (Admin admin = connections.openAdmin()) {
            LoadSearch search = new LoadSearch(
                    plan,
                    connections.topics().telemetry(),
                    first,
                    spike,
                    loads(admin, plan, newTopics),
                    listener,
                    clock);
            return Teardown.during(onSignal, search::run, new Teardown.Stop(search::stop, STOP_TIMEOUT));
        }
    }

    private LoadSearch.Loads loads(Admin admin, LoadTestPlan plan, TopicSettings newTopics) {
        String topic = connections.topics().telemetry();
        Map<String, String> properties = connections.kafkaProperties();
        GroupWatch watch = new GroupWatch(
                admin,
                ClientPrincipal.of(properties),
                topic,
                plan.groups(),
                new ListOffsetsOptions(
                        plan.readCommitted() ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED));
        List<String> refused = watch.requireConsumers();
        LoadTestPlan skewed = skewed(plan, TopicAdmin.partitions(admin, topic));
        return (mean, length, enough, listener) -> {
            RateProfile rate = burst(skewed, mean);
            LoadTestPlan load = skewed.with(rate, length);
            long records = rate.schedule().recordsBefore(length.toNanos());
            RunSpec run = plan.runs().apply(freeRange(load, load.history() + records));
            prepare(
                    new Pipeline(connections, clock, rate, TelemetryPublisher.DEFAULT_THREADS),
                    new RunRequest(load.fleet(), run, false),
                    newTopics,
                    refused);
            TopicState state = TopicAdmin.states(admin, List.of(topic)).get(topic);
            LoadSender sender = new LoadSender(properties, connections.topics(), clock, System::nanoTime);
            return new ObservedLoad(load, run, records, state, properties, sender, watch, enough, listener, clock);
        };
    }

    /** @param partitions empty when the topic may not be described, which will be reported with all else that is found */
    private static LoadTestPlan skewed(LoadTestPlan plan, OptionalInt partitions) {
        if (plan.skew().isEmpty() || partitions.isEmpty()) {
            return plan;
        }
        return PipelineException.valid(
                "--skew: ",
                () -> plan.with(SkewedFleet.of(
                        plan.fleet(), partitions.getAsInt(), plan.skew().orElseThrow())));
    }

    private static RateProfile burst(LoadTestPlan plan, RateProfile mean) {
        return PipelineException.valid("--burst-on-the-hour: ", () -> plan.burst()
                .map(burst -> burst.of(plan.fleet().size(), mean.constantRate().orElseThrow()))
                .orElse(mean));
    }

    /** @param refused what the groups have in the way: reported together with everything else */
    private static void prepare(Pipeline pipeline, RunRequest request, TopicSettings newTopics, List<String> refused) {
        if (!refused.isEmpty()) {
            List<String> findings = new ArrayList<>(refused);
            findings.addAll(pipeline.preview(request, newTopics).findings());
            throw new PreflightException(findings);
        }
        pipeline.prepare(request, newTopics);
    }

    /** Time points that no other run of the site has. */
    private TimeRange freeRange(LoadTestPlan plan, long records) {
        // All shards must find the same: two loads at different times are at different time points.
        Instant free = plan.at()
                .map(at -> TimeRange.floor(at.minus(BEGIN_AGO), INTERVAL))
                .orElseGet(() -> firstFree(plan.fleet().siteId()));
        long timePoints = (records + plan.fleet().size() - 1) / plan.fleet().size();
        return PipelineException.valid(
                "--rate, --duration, --history: ",
                () -> new TimeRange(free, free.plus(INTERVAL.multipliedBy(timePoints)), INTERVAL));
    }

    private Instant firstFree(int siteId) {
        return runs(siteId).stream()
                .map(run -> TimeRange.floor(run.getTo().plus(INTERVAL).minusMillis(1), INTERVAL))
                .reduce(TimeRange.floor(clock.instant().minus(BEGIN_AGO), INTERVAL), LoadTest::later);
    }

    private List<SimulationRun> runs(int siteId) {
        try {
            return RunHistoryReader.read(connections.kafkaProperties(), connections.topics())
                    .of(siteId);
        } catch (TopicAuthorizationException e) {
            LOG.atDebug()
                    .setCause(e)
                    .log("the runs must not be read, which will be reported with all else that is found");
            return List.of();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
