package io.minerstream.benchmarks.validator;

import io.minerstream.benchmarks.turn.Quantile;
import io.minerstream.schemas.topic.TopicScan;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.stack.Component;
import io.minerstream.stack.LocalStack;
import io.minerstream.stack.StackConfig;
import io.minerstream.stack.StackEndpoints;
import io.minerstream.stack.StackListener;
import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * How long after the commit of the reference job's readings, 6,000 miners x 24 h in one transaction, the verdict can be read, and
 * how long a DSL topology takes to count the same readings: each in turn, running before the readings come. Started by {@code
 * benchmarks/verdict-delay}.
 */
public final class VerdictDelay {

    private static final int HOURS = 24;
    private static final int WARMING_UP = 3;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(5);

    private VerdictDelay() {}

    /**
     * Measures; prints each delay in seconds, and the medians.
     *
     * @param args rounds that count
     */
    public static void main(String[] args) throws Exception {
        // As the command.
        Locale.setDefault(Locale.US);
        int rounds = Integer.parseInt(args[0]);
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        StackConfig config = StackConfig.temporary(folder).without(Set.of(Component.CONNECT, Component.POSTGRES));
        try (LocalStack stack = LocalStack.start(config, StackListener.NONE)) {
            Map<String, String> properties = ValidatorComparison.properties(stack.endpoints());
            ValidatorComparison.createTopics(properties);
            Instant from = ValidatorComparison.FROM;
            // In this order: a verdict must not be that of readings which the other left behind.
            double judged = median(ReadingWay.VALIDATOR, stack.endpoints(), from, rounds);
            Instant later = from.plus(Duration.ofHours((long) HOURS * (rounds + WARMING_UP)));
            double counted = median(ReadingWay.DSL_COUNT, stack.endpoints(), later, rounds);
            System.out.printf(
                    Locale.ROOT,
                    "median: counted after %.2f s, verdict after %.2f s, difference %.2f s%n",
                    counted,
                    judged,
                    judged - counted);
        }
    }

    private static double median(ReadingWay way, StackEndpoints stack, Instant from, int rounds) throws Exception {
        Map<String, String> properties = ValidatorComparison.properties(stack);
        Applications applications = new Applications(
                properties.get("bootstrap.servers"),
                properties.get("schema.registry.url"),
                ValidatorComparison.TOPICS,
                way.name().toLowerCase(Locale.ROOT),
                Files.createTempDirectory(stack.dataDirectory(), "delay-"));
        Closeable running = way == ReadingWay.DSL_COUNT
                ? applications.startCount()
                : applications.startValidator(ValidatorComparison.TOPICS.telemetry());
        List<Double> delays = new ArrayList<>();
        try (running;
                Consumer<byte[], byte[]> verdicts = TopicScan.open(properties)) {
            TopicScan.assign(verdicts, ValidatorComparison.TOPICS.verdicts());
            for (int round = 1 - WARMING_UP; round <= rounds; round++) {
                Instant day = from.plus(Duration.ofHours((long) HOURS * (round + WARMING_UP - 1)));
                ValidatorComparison.publishRun(properties, day, HOURS);
                double delay = way == ReadingWay.DSL_COUNT
                        ? applications.secondsUntilCommitted(ValidatorComparison.TOPICS.telemetry())
                        : secondsUntilVerdict(verdicts);
                System.out.printf(
                        Locale.ROOT, "%s %s %.2f s%n", round < 1 ? "warming up" : "round " + round, way.label(), delay);
                if (round >= 1) {
                    delays.add(delay);
                }
            }
        }
        return Quantile.median(delays);
    }

    private static double secondsUntilVerdict(Consumer<byte[], byte[]> verdicts) {
        long startNanos = System.nanoTime();
        if (!Deadline.in(TIMEOUT)
                .await(Duration.ZERO, () -> !verdicts.poll(POLL).isEmpty())) {
            throw new IllegalStateException("a verdict must come within " + TIMEOUT + ", did not");
        }
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
