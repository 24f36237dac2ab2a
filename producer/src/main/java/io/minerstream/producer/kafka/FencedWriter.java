package io.minerstream.producer.kafka;

import io.minerstream.producer.kafka.PublishException.Reason;
import io.minerstream.schemas.topic.TopicState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;

/**
 * A writer of which there is one at a time: a second one with the same {@code transactional.id} fences the first and aborts what it
 * has not committed. Connects, checks access and topic, writes in transactions, and puts failures into words. Immutable; each call
 * opens and closes its own clients.
 */
public final class FencedWriter {

    private final Clients clients;
    private final KafkaFailure failures;

    /** @param kind what writes, for messages: for example {@code generator} */
    public FencedWriter(Clients clients, String kind, int siteId, String transactionalId) {
        this.clients = clients;
        this.failures = new KafkaFailure(
                kind, siteId, transactionalId, clients.properties().bootstrapServers());
    }

    /**
     * What is written in transactions. Called by one thread.
     *
     * @param <T> what is known at the end
     */
    public interface Job<T> extends AutoCloseable {

        /** Writes and commits, when no other writer can commit any more. */
        T run();

        /** What is committed when {@link #run} has failed, for a message. */
        String state();

        /** What Kafka may have committed, and what to do; completes "did not say whether it committed". */
        String uncertainty();

        /** Called after a failure, when the open transaction is aborted and further ones are possible. */
        default void afterAbort() {}

        @Override
        default void close() {}

        /** One that writes all or nothing. */
        static <T> Job<T> of(String state, String uncertainty, Supplier<T> work) {
            return new Job<>() {
                @Override
                public T run() {
                    return work.get();
                }

                @Override
                public String state() {
                    return state;
                }

                @Override
                public String uncertainty() {
                    return uncertainty;
                }
            };
        }
    }

    /**
     * Connects and does something.
     *
     * @throws PublishException when Kafka or the registry failed; nothing was written
     */
    public <T> T connected(Function<Cluster, T> work) {
        try (Cluster cluster = clients.connect()) {
            return work.apply(cluster);
        } catch (ConfigException e) {
            throw e;
        } catch (KafkaException e) {
            throw failures.toException(e, false, "nothing was written");
        }
    }

    /**
     * What the writer may do.
     *
     * @param needed what it does with topics, by topic
     */
    public AccessCheck access(Cluster cluster, Map<String, ? extends Set<AclOperation>> needed) {
        return AccessCheck.of(cluster, clients.properties(), needed);
    }

    /** The same, transactions included: opens and aborts one under another id, so that nobody is fenced. */
    public AccessCheck fullAccess(Cluster cluster, Map<String, ? extends Set<AclOperation>> needed) {
        return access(cluster, needed).withTransactions(cluster, clients.properties(), failures.transactionalId());
    }

    /**
     * All blocking problems of a writer to a compacted topic that it reads as well: access, transactions and settings. A missing
     * topic is none, since the caller creates it first. Writes nothing, and fences nobody.
     *
     * @param others of the topic, given the cluster and its state
     * @return one sentence each; empty when the topic can be written
     * @throws PublishException when Kafka did not answer
     */
    public List<String> findings(String topic, BiFunction<Cluster, TopicState, List<String>> others) {
        return connected(cluster -> {
            AccessCheck access = fullAccess(cluster, readAndWrite(topic));
            return findings(cluster, access, state(cluster, access, topic), others);
        });
    }

    /**
     * The state of a compacted topic that can be read and written.
     *
     * @throws PreflightException with all {@link #findings} but those of transactions, or when the topic is missing
     */
    public TopicState require(Cluster cluster, String topic, BiFunction<Cluster, TopicState, List<String>> others) {
        AccessCheck access = access(cluster, readAndWrite(topic));
        TopicState state = state(cluster, access, topic);
        PreflightException.requireNone(
                access.allowed().containsKey(topic) ? List.of() : List.of(topic),
                findings(cluster, access, state, others));
        return state;
    }

    private static Map<String, Set<AclOperation>> readAndWrite(String topic) {
        return Map.of(topic, Set.of(AclOperation.READ, AclOperation.WRITE));
    }

    /** Null when the topic is not there, or may not be described. */
    private static TopicState state(Cluster cluster, AccessCheck access, String topic) {
        return cluster.topics(access.visible(List.of(topic))).get(topic);
    }

    private static List<String> findings(
            Cluster cluster,
            AccessCheck access,
            TopicState state,
            BiFunction<Cluster, TopicState, List<String>> others) {
        List<String> findings = new ArrayList<>(access.findings());
        if (state != null) {
            state.compactionFinding().ifPresent(findings::add);
            state.replicationFinding().ifPresent(findings::add);
            findings.addAll(others.apply(cluster, state));
        }
        return findings;
    }

    /**
     * Fences the others and does a job. When it fails, the open transaction is aborted.
     *
     * @param timeout after which the broker aborts a transaction that is open
     * @param jobs makes the job for its writer
     * @throws PublishException when Kafka or the registry failed, or the job was cancelled; says what is committed
     */
    public <T> T write(Duration timeout, Function<TransactionalWriter, Job<T>> jobs) {
        Map<String, Object> config = clients.properties().producer(failures.transactionalId(), timeout);
        try (TransactionalWriter writer =
                        new TransactionalWriter(clients.producers().apply(config), timeout);
                Job<T> job = jobs.apply(writer)) {
            try {
                writer.fenceOthers();
                return job.run();
            } catch (KafkaException | CancellationException e) {
                boolean overdue = writer.isOverdue();
                RuntimeException root = writer.rootOf(e);
                abort(writer, job, root);
                if (writer.isUncertain()) {
                    String message = "Kafka at %s did not say whether it committed %s"
                            .formatted(failures.servers(), job.uncertainty());
                    throw new PublishException(Reason.UNCERTAIN, message, root);
                }
                throw failures.toException(root, overdue, job.state());
            } catch (RuntimeException e) {
                abort(writer, job, e);
                throw e;
            }
        }
    }

    private static void abort(TransactionalWriter writer, Job<?> job, RuntimeException failure) {
        if (writer.isUncertain() || KafkaFailure.isFenced(failure)) {
            return;
        }
        // An interrupted thread could not clean up: every call to Kafka would be interrupted as well.
        boolean interrupted = Thread.interrupted();
        try {
            writer.abort();
            job.afterAbort();
        } catch (RuntimeException onAbort) {
            // The broker aborts the transaction when it times out.
            failure.addSuppressed(onAbort);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
