package io.minerstream.schemas.topic;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for answers of the admin client, and fails with Kafka's own exceptions in place of their wrappers. */
public final class KafkaFutures {

    private KafkaFutures() {}

    /**
     * The value of a future.
     *
     * @throws KafkaException when it failed; the failure itself, or around one that is not Kafka's
     * @throws InterruptException when the thread is interrupted; it stays interrupted
     */
    public static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The value of a future as {@link #get} gives it; null when it failed with one of {@code tolerated}. */
    @SafeVarargs
    public static <T> T orNull(KafkaFuture<T> future, Class<? extends KafkaException>... tolerated) {
        try {
            return get(future);
        } catch (KafkaException e) {
            for (Class<? extends KafkaException> type : tolerated) {
                if (type.isInstance(e)) {
                    return null;
                }
            }
            throw e;
        }
    }
}
