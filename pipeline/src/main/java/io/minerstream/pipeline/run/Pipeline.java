package io.minerstream.pipeline.run;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.publish.RunResult;
import io.minerstream.producer.publish.TelemetryPublisher;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.topic.TopicCatalog;
import java.time.Clock;
import java.time.Duration;

/**
 * Takes runs through the whole chain: publish, judgement by the stream validator, landing in the warehouse, checks in SQL.
 * Immutable and thread-safe; generators of one site and shard fence each other.
 *
 * <pre>{@code
 * Pipeline pipeline = new Pipeline(connections, Clock.systemUTC());
 * RunRequest run = new RunRequest(fleet, pipeline.identify(spec), true);
 * pipeline.prepare(run, TopicSettings.DEFAULT);
 * RunOutcome outcome = pipeline.execute(run, PipelineListener.NONE);
 * }</pre>
 */
public final class Pipeline {

    private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(10);

    private final Connections connections;
    private final Clock clock;
    private final RateProfile rate;
    private final int threads;

    /** A pipeline whose runs are published unthrottled, on the default number of threads. */
    public Pipeline(Connections connections, Clock clock) {
        this(connections, clock, RateProfile.MAX, TelemetryPublisher.DEFAULT_THREADS);
    }

    /**
     * A pipeline whose runs are published at a rate.
     *
     * @param threads that send readings where the rate is not limited, at least 1
     */
    public Pipeline(Connections connections, Clock clock, RateProfile rate, int threads) {
        this.connections = connections;
        this.clock = clock;
        this.rate = rate;
        this.threads = threads;
    }

    /**
     * The run under the id of an interrupted one with the same readings, if there is one.
     *
     * @throws PipelineException when Kafka does not answer
     */
    public RunSpec identify(RunSpec spec) {
        connections.openAdmin().close();
        return publisher().identify(spec);
    }

    /**
     * What a run would write, and its blocking problems as {@link #prepare} would report them. Writes nothing.
     *
     * @throws PipelineException when a part does not answer
     */
    public RunPreview preview(RunRequest run, TopicSettings newTopics) {
        return new RunPreflight(connections, publisher()).preview(run, preparation(run, newTopics));
    }

    /**
     * Makes a run possible: first checks topics, schemas, access, earlier runs, existing rows and the sink, then creates missing
     * topics and registers contracts.
     *
     * @throws PreflightException with all blocking problems at once; nothing was written or created
     * @throws PipelineException when a part does not answer
     */
    public void prepare(RunRequest run, TopicSettings newTopics) {
        Preparation preparation = preparation(run, newTopics);
        new RunPreflight(connections, publisher()).requireReady(run, preparation);
        preparation.apply();
    }

    private Preparation preparation(RunRequest run, TopicSettings newTopics) {
        return Preparation.ofAll(
                connections,
                newTopics,
                TopicCatalog.retentionFor(run.spec().range().from(), clock.instant()));
    }

    /**
     * Publishes a run, and follows it if requested. A signal that ends the JVM aborts the open transaction first.
     *
     * @throws PipelineException when no verdict comes, or the sink fails or stands still
     * @throws io.minerstream.producer.kafka.PublishException when the run was not committed to its end
     */
    public RunOutcome execute(RunRequest run, PipelineListener listener) {
        TelemetryPublisher publisher = publisher();
        RunResult published = Teardown.during(
                () -> {},
                () -> publisher.publish(run.fleet(), run.spec(), listener),
                new Teardown.Stop(publisher::cancel, CANCEL_TIMEOUT));
        listener.published(published);
        Stage publishing = new Stage(Stage.Name.PUBLISH, published.recordsAcknowledged(), published.telemetryElapsed());
        return run.follow()
                ? new RunFollower(connections, listener).follow(run.spec(), published, publishing)
                : RunOutcome.committed(run.spec(), published, publishing);
    }

    private TelemetryPublisher publisher() {
        return new TelemetryPublisher(connections.kafkaProperties(), connections.topics(), clock)
                .at(rate)
                .withThreads(threads);
    }
}
