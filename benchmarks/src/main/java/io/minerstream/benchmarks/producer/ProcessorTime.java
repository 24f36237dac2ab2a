package io.minerstream.benchmarks.producer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this JVM has used of the processors: unlike the time that passes, hardly touched by what else the machine does. */
final class ProcessorTime {

    /** What {@link #print} writes before the number. */
    static final String LABEL = "processor nanoseconds ";

    private ProcessorTime() {}

    /** Nanoseconds of all threads since the JVM started. */
    static long nanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    static void print() {
        System.out.println(LABEL + nanos());
    }
}
