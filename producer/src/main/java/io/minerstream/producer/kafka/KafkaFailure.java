package io.minerstream.producer.kafka;

import io.minerstream.producer.kafka.PublishException.Reason;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Says in words what a failure of Kafka or of the registry means for what is written.
 *
 * @param writer what writes, for example {@code generator}
 * @param siteId site that is written
 * @param transactionalId of the producer
 * @param servers addresses of the brokers
 */
public record KafkaFailure(String writer, int siteId, String transactionalId, String servers) {

    /**
     * An exception for a user.
     *
     * @param overdue whether the transaction was open for longer than its timeout
     * @param state what is committed now
     */
    public PublishException toException(RuntimeException failure, boolean overdue, String state) {
        return new PublishException(reason(failure), explain(failure, overdue) + "; " + state, failure);
    }

    private static Reason reason(Throwable failure) {
        if (isFenced(failure)) {
            return Reason.FENCED;
        }
        if (failure instanceof InterruptException || failure instanceof CancellationException) {
            return Reason.CANCELLED;
        }
        return failure instanceof TimeoutException || failure instanceof RegistryUnavailableException
                ? Reason.UNREACHABLE
                : Reason.REFUSED;
    }

    private String explain(Throwable failure, boolean overdue) {
        if (isFenced(failure) && overdue) {
            return "the broker aborted the transaction because it was open for longer than transaction.timeout.ms; raise it,"
                    + " or look for what slows this host or the cluster down";
        }
        if (isFenced(failure)) {
            return "another %s of site_id=%s took over (transactional.id %s); run one %s of a site at a time"
                    .formatted(writer, siteId, transactionalId, writer);
        }
        if (failure instanceof TimeoutException) {
            return "Kafka at %s did not answer in time (%s); check that it runs and that bootstrap.servers is right"
                    .formatted(servers, failure.getMessage());
        }
        if (failure instanceof AuthenticationException) {
            return "Kafka at %s refused the credentials: %s".formatted(servers, failure.getMessage());
        }
        if (failure instanceof AuthorizationException) {
            return ("Kafka at %s refused access (%s); the principal needs Read, Write and Describe on the topics, and Write and"
                            + " Describe on transactional.id %s")
                    .formatted(servers, failure.getMessage(), transactionalId);
        }
        return failure instanceof InterruptException ? "interrupted" : messages(failure);
    }

    /** Kafka's own messages; some say only that something failed, and their cause why. */
    private static String messages(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return failure.getClass() == KafkaException.class && failure.getCause() != null
                ? message + ": " + messages(failure.getCause())
                : message;
    }

    /** Whether another producer of the same transactional.id, or the broker, ended the transaction. */
    public static boolean isFenced(Throwable failure) {
        // The third is what a broker answers whose coordinator is just ending the transaction for another producer.
        return failure instanceof ProducerFencedException
                || failure instanceof InvalidProducerEpochException
                || failure instanceof InvalidTxnStateException;
    }
}
