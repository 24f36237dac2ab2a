package io.minerstream.benchmarks.producer;

import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.topic.TopicNames;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The JVM of one producer: sends once for each line of its input, which names topics and size of a record, and answers with a line of
 * figures. Ends with its input, also when the comparison was killed. Started by {@link ProducerJvm}.
 */
final class ProducerTurns {

    private ProducerTurns() {}

    /**
     * Serves one producer.
     *
     * @param args {@link Producer}, profile, miners, hours, addresses of brokers and registry, process ids of both
     */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        // Nothing that a library prints is an answer.
        System.setOut(System.err);
        Turn turn = turn(args);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ", 2);
            Sent sent = turn.send(new TopicNames(words[0]), Long.parseLong(words[1]));
            answers.println(sent.line());
        }
    }

    private static Turn turn(String[] args) {
        Producer producer = Producer.valueOf(args[0]);
        SignalProfile profile = SignalProfile.named(args[1]);
        int miners = Integer.parseInt(args[2]);
        int hours = Integer.parseInt(args[3]);
        String bootstrapServers = args[4];
        List<ProcessHandle> stack = Arrays.stream(args[6].split(","))
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .toList();
        if (producer.isOurs()) {
            Map<String, String> properties =
                    Map.of("bootstrap.servers", bootstrapServers, "schema.registry.url", args[5]);
            CommitPolicy commit = CommitPolicy.parse(producer.commit());
            return new MinerStreamProducer(properties, stack, profile, commit, miners, hours);
        }
        return new PerfTestProducer(bootstrapServers, stack, (long) miners * hours, producer.more());
    }
}
