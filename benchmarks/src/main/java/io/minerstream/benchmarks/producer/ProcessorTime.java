package io.minerstream.benchmarks.producer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * What has been used of the processors: unlike the time that passes, hardly touched by what else the machine does.
 *
 * @param clientNanos by this JVM
 * @param stackNanos by broker and registry
 */
record ProcessorTime(long clientNanos, long stackNanos) {

    /** @param stack processes of broker and registry */
    static ProcessorTime now(List<ProcessHandle> stack) {
        return new ProcessorTime(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
                stack.stream()
                        .flatMap(process -> process.info().totalCpuDuration().stream())
                        .mapToLong(Duration::toNanos)
                        .sum());
    }

    ProcessorTime minus(ProcessorTime earlier) {
        return new ProcessorTime(clientNanos - earlier.clientNanos, stackNanos - earlier.stackNanos);
    }
}
