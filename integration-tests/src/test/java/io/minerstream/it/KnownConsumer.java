package io.minerstream.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumer of {@code docs/examples}, which can also take longer in partition 0 and stand still once a minute, and notes what it has
 * committed when, a line for a partition: {@code MILLISECONDS_SINCE_1970 PARTITION NEXT_OFFSET}. For {@link ExampleConsumer}.
 */
final class KnownConsumer {

    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** A park that is too long is made good, a pause is not. */
    private static final long MADE_GOOD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private KnownConsumer() {}

    /**
     * Consumes until it is killed.
     *
     * @param args HOST:PORT, group, topic, microseconds for a reading, those in partition 0, milliseconds between commits, seconds of a
     *     pause each minute, file of the notes
     */
    public static void main(String[] args) throws Exception {
        long nanos = TimeUnit.MICROSECONDS.toNanos(Long.parseLong(args[3]));
        long slowNanos = TimeUnit.MICROSECONDS.toNanos(Long.parseLong(args[4]));
        long commitNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[5]));
        long pauseNanos = TimeUnit.SECONDS.toNanos(Long.parseLong(args[6]));
        Path notes = Path.of(args[7]);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                args[0],
                "group.id",
                args[1],
                "enable.auto.commit",
                "false",
                "max.poll.records",
                "25");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(args[2]));
            long start = System.nanoTime();
            long pauses = 0;
            long committed = start;
            long free = start;
            while (true) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
                if ((System.nanoTime() - start) / MINUTE_NANOS > pauses) {
                    pauses++;
                    park(System.nanoTime() + pauseNanos);
                }
                free = polled.isEmpty() ? System.nanoTime() : Math.max(free, System.nanoTime() - MADE_GOOD_NANOS);
                for (ConsumerRecord<byte[], byte[]> reading : polled) {
                    free += reading.partition() == 0 ? slowNanos : nanos;
                    park(free);
                }
                if (System.nanoTime() - committed >= commitNanos) {
                    consumer.commitSync();
                    committed = System.nanoTime();
                    note(consumer, notes);
                }
            }
        }
    }

    private static void park(long untilNanos) {
        for (long left; (left = untilNanos - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(left);
        }
    }

    private static void note(KafkaConsumer<?, ?> consumer, Path notes) throws Exception {
        long now = System.currentTimeMillis();
        String lines = consumer.assignment().stream()
                .map(partition -> now + " " + partition.partition() + " " + consumer.position(partition) + "\n")
                .collect(Collectors.joining());
        Files.writeString(notes, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
