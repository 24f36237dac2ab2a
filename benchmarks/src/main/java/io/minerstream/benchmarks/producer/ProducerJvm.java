package io.minerstream.benchmarks.producer;

import io.minerstream.benchmarks.turn.TurnJvm;
import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The JVMs in which producers take their turns, each of them a new one, as a command has. Immutable. */
final class ProducerJvm {

    private final List<String> arguments;

    /** @param arguments of {@link ProducerTurn} that are the same in all turns */
    ProducerJvm(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    /** Options of a producer's JVM: those of the command's own start script, or those that this JVM was started with, if any. */
    static List<String> options(ComparedProducer producer) {
        List<String> own = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X"))
                .toList();
        return own.isEmpty() ? producer.javaOptions() : own;
    }

    /**
     * Lets a producer send once, and waits for the end of its JVM.
     *
     * @param names topics that are there, and empty
     * @param recordBytes size of a record, for a producer that can choose
     * @throws IllegalStateException when it failed; its errors are on this JVM's standard error
     */
    Sent send(ComparedProducer producer, TopicNames names, long recordBytes) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(producer.name(), names.prefix(), Long.toString(recordBytes)));
        all.addAll(arguments);
        return Sent.parse(TurnJvm.run(options(producer), ProducerTurn.class, all));
    }
}
