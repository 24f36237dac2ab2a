package io.minerstream.benchmarks.producer;

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
}
