package io.minerstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ScopeTest {

    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Test
    void shouldReturnTheResultOfItsWork() {
        try (Scope scope = new Scope()) {
            Scope.Work<Void> waits = scope.start("wait", this::waitForEver);
            Scope.Work<Integer> work = scope.start("work", () -> 42);
            assertThat(work.join()).isEqualTo(42);
            assertThat(work.isDone()).isTrue();
            assertThat(waits.isDone()).isFalse();
            assertThat(scope.isOver()).isFalse();
        }
    }

    @Test
    void shouldEndAllWorkWithTheFirstFailure() throws InterruptedException {
        IllegalStateException failure = new IllegalStateException("broker");
        try (Scope scope = new Scope()) {
            Scope.Work<Void> waits = scope.start("wait", this::waitForEver);
            scope.start("watch", () -> {
                throw failure;
            });

            assertThatThrownBy(waits::join).isSameAs(failure);
            assertThat(waits.isDone()).isTrue();
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
            // What fails afterwards is a consequence.
            scope.fail(new IllegalStateException("sink"));
            assertThatThrownBy(waits::join).isSameAs(failure);
        }
    }

    @Test
    void shouldKeepAResultThatCameBeforeTheFailure() {
        try (Scope scope = new Scope()) {
            Scope.Work<Integer> work = scope.start("work", () -> 42);
            work.join();
            scope.fail(new IllegalStateException("late"));

            assertThat(work.join()).isEqualTo(42);
        }
    }

    @Test
    void shouldThrowAnError() {
        try (Scope scope = new Scope()) {
            Scope.Work<Void> work = scope.start("work", () -> {
                throw new AssertionError("defect");
            });

            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(work::join)
                    .withMessage("defect");
        }
    }

    @Test
    void shouldThrowTheFailureOfTheFirstJoinWhicheverCameFirst() {
        CountDownLatch second = new CountDownLatch(1);
        try (Scope scope = new Scope()) {
            Scope.Work<Void> topics = scope.ask("topics", () -> {
                await(second);
                throw new IllegalStateException("topics");
            });
            Scope.Work<Void> sink = scope.ask("sink", () -> {
                second.countDown();
                throw new IllegalStateException("sink");
            });
            Scope.Work<Integer> rows = scope.ask("rows", () -> 42);

            assertThat(rows.join()).isEqualTo(42);
            assertThatThrownBy(topics::join).hasMessage("topics");
            assertThatThrownBy(sink::join).hasMessage("sink");
            assertThat(scope.isOver()).isFalse();
        }
    }

    @Test
    void shouldInterruptQuestionsThatNobodyWaitsForAnyMore() throws InterruptedException {
        assertThatThrownBy(() -> {
                    try (Scope scope = new Scope()) {
                        scope.ask("rows", this::waitForEver);
                        scope.ask("topics", () -> {
                                    throw new IllegalStateException("topics");
                                })
                                .join();
                    }
                })
                .hasMessage("topics");
        assertThat(interrupted.await(0, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldInterruptWhatRunsWhenItIsClosed() throws InterruptedException {
        Scope scope = new Scope();
        Scope.Work<Void> waits = scope.start("wait", this::waitForEver);
        scope.close();

        assertThat(interrupted.await(0, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(waits::join).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> scope.start("late", () -> 42).join()).isInstanceOf(CancellationException.class);
    }

    @Test
    void shouldStayInterruptedWhenInterruptedInAJoin() {
        try (Scope scope = new Scope()) {
            Scope.Work<Void> waits = scope.start("wait", this::waitForEver);
            Thread.currentThread().interrupt();

            assertThatThrownBy(waits::join).isInstanceOf(InterruptException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Void waitForEver() {
        try {
            new CountDownLatch(1).await();
            return null;
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new InterruptException(e);
        }
    }
}
