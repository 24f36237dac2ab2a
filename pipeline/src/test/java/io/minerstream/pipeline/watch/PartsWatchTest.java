package io.minerstream.pipeline.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.PipelineException.Kind;
import io.minerstream.pipeline.Scope;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PartsWatchTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Scope scope = new Scope();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final WatchListener listener = new WatchListener() {
        @Override
        public void lost(String message) {
            told.add(message);
        }

        @Override
        public void recovered(String part) {
            told.add(part + " is back");
        }
    };
    private volatile RuntimeException ofBroker;
    private volatile RuntimeException ofSink;
    private volatile boolean stackEnded;
    private final AtomicInteger checks = new AtomicInteger();

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void shouldEndWaitsWithAPartThatDoesNotAnswerForLong() {
        ofBroker = new IllegalArgumentException("Kafka: nothing listens there");
        watch(Duration.ofMillis(50)).require(scope);

        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(this::waitForEver)
                .withMessage("Kafka: nothing listens there")
                .extracting(PipelineException::kind)
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void shouldWaitForAPartThatMayBeRestarting() {
        ofBroker = new IllegalArgumentException("Kafka: nothing listens there");
        watch(LONG).require(scope);
        await(() -> told.size() == 1);
        ofBroker = null;
        await(() -> told.size() == 2);

        assertThat(told).containsExactly("Kafka: nothing listens there", "broker is back");
        assertThat(scope.isOver()).isFalse();
    }

    @Test
    void shouldEndWaitsAtOnceWhenTheStackHasEnded() {
        stackEnded = true;
        ofBroker = new IllegalArgumentException("Kafka: nothing listens there");
        watch(LONG).require(scope);

        assertThatThrownBy(this::waitForEver)
                .hasMessage("Kafka: nothing listens there; its `minerstream up` has ended");
        assertThat(told).isEmpty();
    }

    @Test
    void shouldEndWaitsWithASinkThatHasFailed() {
        ofSink = PipelineException.failed("sink: connector x has failed: no column");
        watch(LONG).require(scope);

        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(this::waitForEver)
                .withMessage("sink: connector x has failed: no column")
                .extracting(PipelineException::kind)
                .isEqualTo(Kind.FAILED);
    }

    @Test
    void shouldNameThePartThatWasLostFirst() {
        ofBroker = new IllegalArgumentException("Kafka: nothing listens there");
        watch(LONG).require(scope);
        await(() -> told.size() == 1);
        ofSink = PipelineException.failed("sink: connector x has failed: TimeoutException");

        assertThatThrownBy(this::waitForEver).hasMessage("Kafka: nothing listens there");
    }

    @Test
    void shouldTellAFailureOnceAndEndNothingWhenItReports() {
        ofSink = PipelineException.failed("sink: connector x has failed: no column");
        PartsWatch watch = watch(Duration.ofMillis(1));
        watch.report(scope);
        int before = checks.get();
        await(() -> checks.get() > before + 20);

        assertThat(told).containsExactly("sink: connector x has failed: no column");
        assertThat(scope.isOver()).isFalse();
        assertThatThrownBy(watch::requireNoFailure).isSameAs(ofSink);
    }

    @Test
    void shouldRequireNothingOfAPartThatDoesNotAnswerAtTheEnd() {
        ofBroker = new IllegalArgumentException("Kafka: nothing listens there");

        assertThatCode(watch(LONG)::requireNoFailure).doesNotThrowAnyException();
    }

    private PartsWatch watch(Duration patience) {
        return new PartsWatch(
                List.of(new Part("broker", () -> check(ofBroker)), new Part("sink", () -> check(ofSink))),
                () -> stackEnded,
                listener,
                Duration.ofMillis(5),
                patience);
    }

    private void check(RuntimeException problem) {
        checks.incrementAndGet();
        if (problem != null) {
            throw problem;
        }
    }

    private static void await(BooleanSupplier condition) {
        assertThat(Deadline.in(Duration.ofSeconds(10)).await(Duration.ofMillis(5), condition::getAsBoolean))
                .isTrue();
    }

    private void waitForEver() {
        scope.start("wait", () -> {
                    try {
                        Thread.sleep(LONG.toMillis());
                        return null;
                    } catch (InterruptedException e) {
                        throw new InterruptException(e);
                    }
                })
                .join();
    }
}
