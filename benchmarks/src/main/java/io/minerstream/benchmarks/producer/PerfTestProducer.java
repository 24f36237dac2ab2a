package io.minerstream.benchmarks.producer;

import org.apache.kafka.tools.ProducerPerformance;

/** The peer's side of the comparison, in a JVM of its own: Kafka's own command, and what it took of the processors. */
final class PerfTestProducer {

    private PerfTestProducer() {}

    /**
     * Runs {@code kafka-producer-perf-test}.
     *
     * @param args its arguments
     */
    public static void main(String[] args) throws Exception {
        ProducerPerformance.main(args);
        ProcessorTime.print();
    }
}
