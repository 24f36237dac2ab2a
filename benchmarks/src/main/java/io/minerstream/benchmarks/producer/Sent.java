package io.minerstream.benchmarks.producer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a producer has sent in its turn.
 *
 * @param records records that count
 * @param nanos from before the first to the acknowledgement of the last
 * @param processorNanos what this JVM used of the processors meanwhile
 * @param bytes of keys and values, before compression; 0 where they are not counted
 */
record Sent(long records, long nanos, long processorNanos, long bytes) {

    double perSecond() {
        return records * 1e9 / nanos;
    }

    /** What this JVM has used of the processors: unlike the time that passes, hardly touched by what else the machine does. */
    static long processorTime() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
