package io.minerstream.benchmarks.producer;

import io.minerstream.schemas.topic.TopicNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A producer in a JVM of its own, with the options of this one. Used by one thread. */
final class ProducerJvm implements AutoCloseable {

    private static final long END_S = 30;

    private final Producer producer;
    private final Process process;
    private final PrintWriter turns;
    private final BufferedReader answers;

    /**
     * Starts a JVM; the producer in it waits for its turn.
     *
     * @param arguments those of {@link ProducerTurns} after the producer
     */
    ProducerJvm(Producer producer, List<String> arguments) {
        this.producer = producer;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ProducerTurns.class.getName()));
        command.add(producer.name());
        command.addAll(arguments);
        try {
            this.process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.turns = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Those of this JVM that say how it runs code. */
    static List<String> options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X"))
                .toList();
    }

    /** As {@link Turn#send}. */
    Sent send(TopicNames names, long recordBytes) throws IOException {
        turns.println(names.prefix() + " " + recordBytes);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IllegalStateException(producer + " has ended in its turn; its errors are above");
        }
        return Sent.parse(answer);
    }

    /** Ends the JVM with its input. */
    @Override
    public void close() {
        turns.close();
        try {
            if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
