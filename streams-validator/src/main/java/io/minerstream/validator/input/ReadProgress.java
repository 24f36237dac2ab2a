package io.minerstream.validator.input;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Tells missing records from unread ones. Called by stream threads, rarely, as it may ask a broker. Thread-safe. */
@FunctionalInterface
public interface ReadProgress {

    /**
     * Whether all records of these partitions, committed or not, have been processed.
     *
     * @return false also when it is not known
     */
    boolean areRead(List<TopicPartition> partitions);

    /** Partitions of a topic; 0 when it is not known; by default 1. */
    default int partitions(String topic) {
        return 1;
    }

    default boolean isRead(TopicPartition partition) {
        return areRead(List.of(partition));
    }

    /** Whether all readings of a partition of the inputs are read: of a repartitioned topic, all that may still come to it. */
    default boolean isRead(TelemetrySource source, String applicationId, int partition) {
        if (!source.isRepartitioned()) {
            return isRead(new TopicPartition(source.topic(), partition));
        }
        List<TopicPartition> all = new ArrayList<>();
        all.add(new TopicPartition(source.judged(applicationId), partition));
        int foreign = partitions(source.topic());
        for (int i = 0; i < foreign; i++) {
            all.add(new TopicPartition(source.topic(), i));
        }
        return foreign > 0 && areRead(all);
    }
}
