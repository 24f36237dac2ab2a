package io.minerstream.pipeline.run;

import java.time.Duration;
import java.util.function.Supplier;

/** A value, and how long it took to get it. */
record Timed<T>(T value, Duration elapsed) {

    static <T> Timed<T> of(Supplier<T> work) {
        long start = System.nanoTime();
        T value = work.get();
        return new Timed<>(value, Duration.ofNanos(System.nanoTime() - start));
    }
}
