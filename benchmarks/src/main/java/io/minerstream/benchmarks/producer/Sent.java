package io.minerstream.benchmarks.producer;

import java.util.Arrays;

/**
 * What a producer has sent in its turn.
 *
 * @param records records that count
 * @param nanos from before the first to the acknowledgement of the last
 * @param processors what was used of the processors meanwhile
 * @param bytes of keys and values, before compression; 0 where they are not counted
 */
record Sent(long records, long nanos, ProcessorTime processors, long bytes) {

    double perSecond() {
        return records * 1e9 / nanos;
    }

    /** For another JVM, which reads it with {@link #parse}. */
    String line() {
        return "%s %s %s %s %s".formatted(records, nanos, processors.clientNanos(), processors.stackNanos(), bytes);
    }

    static Sent parse(String line) {
        long[] numbers =
                Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Sent(numbers[0], numbers[1], new ProcessorTime(numbers[2], numbers[3]), numbers[4]);
    }
}
