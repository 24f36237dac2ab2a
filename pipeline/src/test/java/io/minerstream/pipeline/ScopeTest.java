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
            assertThat(scope.start("work", () -> 42).join()).isEqualTo(42);
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
