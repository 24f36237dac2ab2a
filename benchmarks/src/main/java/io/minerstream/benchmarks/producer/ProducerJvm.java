package io.minerstream.benchmarks.producer;

import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options(producer));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ProducerTurn.class.getName()));
        command.addAll(List.of(producer.name(), names.prefix(), Long.toString(recordBytes)));
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        String figures = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IllegalStateException(
                    "%s must end with exit code 0, ended with %s; its errors are above".formatted(producer, exitCode));
        }
        return Sent.parse(figures.strip());
    }
}
