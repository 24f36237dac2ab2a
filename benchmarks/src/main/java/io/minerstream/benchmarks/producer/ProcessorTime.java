package io.minerstream.benchmarks.producer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What has been used of the processors: unlike the time that passes, hardly touched by what else the machine does.
 *
 * @param clientNanos by this JVM
 * @param stackNanos by broker and registry, which are its only children
 */
record ProcessorTime(long clientNanos, long stackNanos) {

    static ProcessorTime now() {
        return new ProcessorTime(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
                ProcessHandle.current()
                        .descendants()
                        .flatMap(child -> child.info().totalCpuDuration().stream())
                        .mapToLong(Duration::toNanos)
                        .sum());
    }

    /** What has been used since this time. */
    ProcessorTime used() {
        ProcessorTime now = now();
        return new ProcessorTime(now.clientNanos - clientNanos, now.stackNanos - stackNanos);
    }
}
