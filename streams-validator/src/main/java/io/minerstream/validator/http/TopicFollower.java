package io.minerstream.validator.http;

import io.minerstream.validator.ReadableRecords;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic from its beginning and then what is added, in a thread of its own. Tries again after each failure.
 *
 * @param <T> the values
 */
final class TopicFollower<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(5);

    private final String topic;
    private final Supplier<Consumer<String, T>> open;
    private final BiConsumer<String, T> reader;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean complete;
    private boolean failing;

    /**
     * Starts to read.
     *
     * @param topic for messages
     * @param open gives a consumer at the beginning of the topic; again after a failure. {@link #close} waits for its calls,
     *     so its timeouts must be short
     * @param reader called by the thread with each key and value, null for a deletion
     */
    TopicFollower(String topic, Supplier<Consumer<String, T>> open, BiConsumer<String, T> reader) {
        this.topic = topic;
        this.open = open;
        this.reader = reader;
        this.thread = new Thread(this::run, "validator-http-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether everything has been read once that was there at the start. */
    boolean isComplete() {
        return complete;
    }

    private void run() {
        while (closing.getCount() > 0) {
            try (Consumer<String, T> consumer = open.get()) {
                follow(consumer);
            } catch (KafkaException e) {
                failed(e);
            }
        }
    }

    private void follow(Consumer<String, T> consumer) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (closing.getCount() > 0) {
            try {
                ReadableRecords.poll(consumer, POLL).forEach(record -> reader.accept(record.key(), record.value()));
                complete = complete
                        || ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
                failing = false;
            } catch (RetriableException e) {
                failed(e);
            }
        }
    }

    private void failed(KafkaException failure) {
        if (!failing && closing.getCount() > 0) {
            LOG.atWarn()
                    .setCause(failure)
                    .addKeyValue("topic", topic)
                    .log(
                            "HTTP shows no changes of a topic that cannot be read; trying again each {} s",
                            RETRY_PAUSE.toSeconds());
        }
        failing = true;
        try {
            if (closing.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("closing, no further attempt");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.countDown();
        }
    }

    /** Stops reading. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
