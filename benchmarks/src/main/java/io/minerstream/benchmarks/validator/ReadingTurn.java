package io.minerstream.benchmarks.validator;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicScan;
import java.io.Closeable;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.IntegerDeserializer;

/** One turn of one {@link ReadingWay} in this JVM: reads all readings, and prints seconds and processor seconds. */
final class ReadingTurn {

    /** Has the readings without their headers. */
    static final TopicNames FOREIGN = new TopicNames("foreign-");

    private ReadingTurn() {}

    /**
     * Reads once.
     *
     * @param args {@link ReadingWay}, addresses of brokers and registry, prefix of the topics, name of the application, state folder
     */
    public static void main(String[] args) throws Exception {
        PrintStream figures = System.out;
        // As the command: Kafka Streams formats texts for each record of a task with several inputs.
        Locale.setDefault(Locale.US);
        // Nothing that a library prints is a figure.
        System.setOut(System.err);
        TopicNames topics = new TopicNames(args[3]);
        Applications applications = new Applications(args[1], args[2], topics, args[4], Path.of(args[5]));
        double seconds =
                switch (ReadingWay.valueOf(args[0])) {
                    case DSL_COUNT -> timed(applications.startCount(), applications, topics.telemetry());
                    case VALIDATOR -> validate(applications, topics.telemetry());
                    case FOREIGN_VALIDATOR -> validate(applications, FOREIGN.telemetry());
                    case CONSUMER -> consume(args[1], args[2], topics);
                };
        double processorSeconds =
                ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                                .getProcessCpuTime()
                        / 1e9;
        figures.println(seconds + " " + processorSeconds);
    }

    private static double validate(Applications applications, String telemetry) throws Exception {
        return timed(applications.startValidator(telemetry), applications, telemetry);
    }

    private static double timed(Closeable running, Applications applications, String telemetry) throws Exception {
        try (running) {
            return applications.secondsUntilCommitted(telemetry);
        }
    }

    private static double consume(String bootstrapServers, String registryUrl, TopicNames topics) {
        AvroRecordDeserializer<MinerTelemetry> values = new AvroRecordDeserializer<>(MinerTelemetry.class);
        values.configure(Map.of("schema.registry.url", registryUrl), false);
        double[] hashrate = {0};
        try (KafkaConsumer<Integer, MinerTelemetry> consumer = new KafkaConsumer<>(
                TopicScan.settings(Map.of("bootstrap.servers", bootstrapServers)), new IntegerDeserializer(), values)) {
            TopicScan.assign(consumer, topics.telemetry());
            long startNanos = System.nanoTime();
            TopicScan.toStableEnd(
                    consumer, record -> hashrate[0] += record.value().getHashrate());
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            if (!(hashrate[0] > 0)) {
                throw new IllegalStateException("must read readings, got a sum of " + hashrate[0]);
            }
            return seconds;
        }
    }
}
