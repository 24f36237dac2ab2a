package io.minerstream.junit;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.run.RunOutcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * A JUnit 5 extension: a real Kafka broker and schema registry, without Docker, with the telemetry of a synthetic fleet in topic
 * {@code miner-telemetry}; by option also PostgreSQL, a Kafka Connect worker with the sinks, and the stream validator.
 *
 * <pre>{@code @RegisterExtension
 * static final MinerStream stream = MinerStream.builder().miners(100).hours(24).build();}</pre>
 *
 * <p>All extensions of a JVM with equal settings share one stack, which starts with the first test class that needs it and ends
 * with the JVM's last test. Each stack has free ports and a new temporary folder, so that JVMs that run at the same time do not
 * meet. Thread-safe.
 */
public final class MinerStream implements BeforeAllCallback, BeforeEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(MinerStream.class);

    private final Settings settings;
    private volatile SeededStack stack;

    private MinerStream(Settings settings) {
        this.settings = settings;
    }

    /** A builder with the defaults: 100 miners of site 5, seed 42, the last 24 whole hours, broker and registry alone. */
    public static Builder builder() {
        return new Builder();
    }

    /** Describes a {@link MinerStream}. Not thread-safe. */
    public static final class Builder {

        private Settings settings = Settings.DEFAULT;

        private Builder() {}

        /**
         * Number of miners; their ids count from 1.
         *
         * @param number 1 to 50,000,000
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder miners(int number) {
            settings = settings.withMiners(number);
            return this;
        }

        /**
         * Readings of each miner, one an hour.
         *
         * @param number 1 to 876,000
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder hours(int number) {
            settings = settings.withHours(number);
            return this;
        }

        /**
         * Time of the first reading. By default the readings end with the present hour.
         *
         * @param time a whole hour
         * @throws IllegalArgumentException when it is not
         */
        public Builder from(Instant time) {
            settings = settings.withFrom(time);
            return this;
        }

        /** Seed of the fleet and of every value: any number. Equal seeds give equal readings of an hour. */
        public Builder seed(long number) {
            settings = settings.withSeed(number);
            return this;
        }

        /** Starts PostgreSQL, with the tables and the fleet in them. */
        public Builder postgres() {
            settings = settings.withPostgres();
            return this;
        }

        /** Starts PostgreSQL, and a Kafka Connect worker whose sinks write the topics to its tables. */
        public Builder connect() {
            settings = settings.withConnect();
            return this;
        }

        /** Starts the stream validator in this JVM. */
        public Builder validator() {
            settings = settings.withValidator();
            return this;
        }

        /** The extension. Nothing starts before the first test. */
        public MinerStream build() {
            return new MinerStream(settings);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        join(context);
    }

    /** For extensions of instance fields, which no {@link #beforeAll} is called for. */
    @Override
    public void beforeEach(ExtensionContext context) {
        join(context);
    }

    private void join(ExtensionContext context) {
        // Not of the root: surefire may execute each class of a JVM by itself.
        stack = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent(settings, SeededStack::start, SeededStack.class);
    }

    /** Addresses of the broker, for clients of Kafka. */
    public String bootstrapServers() {
        return running().bootstrapServers();
    }

    /** Base URL of the registry, which speaks Confluent's API. */
    public String schemaRegistryUrl() {
        return running().schemaRegistryUrl();
    }

    /**
     * Publishes the next hours of the fleet, behind all that was published before, as one run; waits for its verdict and its rows
     * where validator and sinks run.
     *
     * @param hours at least 1
     * @return what was published, its verdicts, and the result of the checks in SQL
     * @throws io.minerstream.pipeline.PipelineException when a part fails
     */
    public RunOutcome publish(int hours) {
        return running().publish(hours);
    }

    /**
     * Publishes readings of a test's own, as a producer that knows nothing of runs: keyed by miner, with the time of the reading as
     * timestamp. Returns when the broker has acknowledged them.
     *
     * @throws org.apache.kafka.common.KafkaException when one cannot be written
     */
    public void publish(MinerTelemetry... readings) {
        running().publish(List.of(readings));
    }

    /**
     * The present verdicts of the validator, the last of each window, ascending by window.
     *
     * @throws IllegalStateException when no validator was asked for
     */
    public List<WindowVerdict> verdicts() {
        require(
                settings.validator(),
                "verdicts(): needs the validator, which does not run; add validator() to the builder");
        return running().verdicts();
    }

    /**
     * Computes every reading of the fleet that was published so far from its seed again, and compares it with the rows in
     * PostgreSQL, bit for bit.
     *
     * @throws AssertionError when a row is missing, too many or different; the message has the first of them
     * @throws IllegalStateException when no sinks were asked for
     */
    public void assertThatRowsAreExact() {
        require(
                settings.connect(),
                "assertThatRowsAreExact(): needs rows, which no sink writes; add connect() to the builder");
        running().assertThatRowsAreExact();
    }

    /** Everything else: settings of clients, the database, Kafka Connect, and what the pipeline's API does with them. */
    public Connections connections() {
        return running().connections();
    }

    private static void require(boolean isThere, String message) {
        if (!isThere) {
            throw new IllegalStateException(message);
        }
    }

    private SeededStack running() {
        require(stack != null, "MinerStream runs during tests alone: register it with @RegisterExtension");
        return stack;
    }
}
