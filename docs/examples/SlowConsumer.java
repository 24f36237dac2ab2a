import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer that takes its time: one reading at a time, so that its greatest rate is known. One member of a group; start several for more.
 * java -cp 'lib/*' SlowConsumer.java HOST:PORT GROUP TOPIC MICROSECONDS_PER_READING [MILLISECONDS_BETWEEN_COMMITS]
 */
public class SlowConsumer {

    public static void main(String[] args) {
        long processingNanos = Long.parseLong(args[3]) * 1_000;
        long commitNanos = args.length > 4 ? Long.parseLong(args[4]) * 1_000_000 : 0;
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", args[0],
                "group.id", args[1],
                "isolation.level", "read_committed",
                "enable.auto.commit", "false",
                "max.poll.records", "100");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(args[2]));
            long committed = System.nanoTime();
            long free = committed;
            while (true) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
                // Not before it is there, nor before the one before it is done: a park that is too long is made good.
                free = polled.isEmpty() ? System.nanoTime() : Math.max(free, System.nanoTime() - 50_000_000);
                for (ConsumerRecord<byte[], byte[]> reading : polled) {
                    free += processingNanos;
                    while (System.nanoTime() < free) {
                        LockSupport.parkNanos(free - System.nanoTime());
                    }
                }
                if (System.nanoTime() - committed >= commitNanos) {
                    consumer.commitSync();
                    committed = System.nanoTime();
                }
            }
        }
    }
}
