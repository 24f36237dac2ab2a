package io.minerstream.benchmarks.producer;

import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.topic.TopicNames;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One turn of one producer, in a JVM of its own: sends, and prints a line of figures. Started by {@link ProducerJvm}. */
final class ProducerTurn {

    private ProducerTurn() {}

    /**
     * Sends once.
     *
     * @param args {@link ComparedProducer}, prefix of the topics, bytes of a record, profile, miners, hours, addresses of brokers and
     *     registry, process ids of both
     */
    public static void main(String[] args) throws Exception {
        PrintStream figures = System.out;
        // Nothing that a library prints is a figure.
        System.setOut(System.err);
        ComparedProducer producer = ComparedProducer.valueOf(args[0]);
        List<String> others = Arrays.asList(args).subList(3, args.length);
        figures.println(send(producer, new TopicNames(args[1]), Long.parseLong(args[2]), others)
                .line());
    }

    private static Sent send(ComparedProducer producer, TopicNames names, long recordBytes, List<String> args)
            throws Exception {
        SignalProfile profile = SignalProfile.named(args.get(0));
        int miners = Integer.parseInt(args.get(1));
        int hours = Integer.parseInt(args.get(2));
        String bootstrapServers = args.get(3);
        List<ProcessHandle> stack = Arrays.stream(args.get(5).split(",", -1))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .toList();
        if (producer.isOurs()) {
            Map<String, String> properties =
                    Map.of("bootstrap.servers", bootstrapServers, "schema.registry.url", args.get(4));
            CommitPolicy commit = CommitPolicy.parse(producer.commit());
            return MinerStreamProducer.send(properties, stack, names, profile, commit, miners, hours);
        }
        return PerfTestProducer.send(
                bootstrapServers, stack, names.telemetry(), (long) miners * hours, recordBytes, producer.more());
    }
}
