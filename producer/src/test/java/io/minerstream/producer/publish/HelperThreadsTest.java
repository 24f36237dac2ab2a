package io.minerstream.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HelperThreadsTest {

    private static final Runnable NOTHING = () -> {};

    private final HelperThreads helpers = new HelperThreads("helper", 3);
    private final AtomicInteger atWork = new AtomicInteger();

    @AfterEach
    void tearDown() {
        helpers.close();
    }

    @Test
    void shouldDoEachShareOnceAndTheFirstOnTheCallingThread() {
        Map<Integer, Thread> threads = new ConcurrentHashMap<>();

        helpers.run(
                4,
                share -> assertThat(threads.put(share, Thread.currentThread())).isNull(),
                NOTHING);

        assertThat(threads).containsOnlyKeys(0, 1, 2, 3).containsEntry(0, Thread.currentThread());
        assertThat(threads.values().stream().filter(thread -> thread != Thread.currentThread()))
                .hasSize(3)
                .allSatisfy(thread -> assertThat(thread.getName()).isEqualTo("helper"))
                .allSatisfy(thread -> assertThat(thread.isDaemon()).isTrue());
    }

    @Test
    void shouldDoOnePieceAfterAnother() {
        Set<String> done = ConcurrentHashMap.newKeySet();

        for (int piece = 0; piece < 100; piece++) {
            String name = piece + "/";
            helpers.run(3, share -> done.add(name + share), NOTHING);
            assertThat(done).hasSize(3 * (piece + 1));
        }
    }

    @Test
    void shouldCallNowAndThenWhileOthersAreAtWork() {
        CountDownLatch called = new CountDownLatch(2);

        helpers.run(
                2,
                share -> {
                    if (share == 1) {
                        awaitUninterrupted(called);
                    }
                },
                called::countDown);

        assertThat(called.getCount()).isZero();
    }

    @Test
    void shouldThrowTheFailureOfAnotherThread() {
        assertThatThrownBy(() -> helpers.run(
                        3,
                        share -> {
                            if (share == 2) {
                                throw new IllegalStateException("share 2");
                            }
                        },
                        NOTHING))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("share 2");
    }

    @Test
    void shouldThrowTheErrorOfAnotherThread() {
        assertThatThrownBy(() -> helpers.run(
                        2,
                        share -> {
                            if (share == 1) {
                                throw new OutOfMemoryError("share 1");
                            }
                        },
                        NOTHING))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("share 1");
    }

    @Test
    void shouldThrowWhenNobodyIsAtWorkAnyMore() {
        CountDownLatch started = new CountDownLatch(2);
        IntConsumer share = number -> {
            if (number == 0) {
                awaitUninterrupted(started);
                throw new IllegalStateException("share 0");
            }
            workUntilInterrupted(started);
        };

        assertThatThrownBy(() -> helpers.run(3, share, NOTHING)).hasMessage("share 0");

        assertThat(atWork).hasValue(0);
    }

    @Test
    void shouldEndWithWhatIsThrownWhileWaiting() {
        CountDownLatch started = new CountDownLatch(1);

        assertThatThrownBy(() -> helpers.run(
                        2,
                        number -> {
                            if (number == 1) {
                                workUntilInterrupted(started);
                            }
                        },
                        () -> {
                            throw new IllegalStateException("cancelled");
                        }))
                .hasMessage("cancelled");

        assertThat(atWork).hasValue(0);
    }

    @Test
    void shouldEndWhenTheCallingThreadIsInterrupted() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                helpers.run(
                        2,
                        number -> {
                            if (number == 1) {
                                workUntilInterrupted(started);
                            }
                        },
                        NOTHING);
            } catch (RuntimeException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        started.await();
        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(InterruptException.class);
        assertThat(interrupted).hasValue(true);
        assertThat(atWork).hasValue(0);
    }

    private void workUntilInterrupted(CountDownLatch started) {
        atWork.incrementAndGet();
        started.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // Long enough for a caller that does not wait to be seen.
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        } finally {
            atWork.decrementAndGet();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
