package io.minerstream.stack;

import com.sun.management.UnixOperatingSystemMXBean;
import io.minerstream.stack.host.Folders;
import io.minerstream.stack.host.Loopback;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** What the stack needs of the machine, checked before anything starts: the components would fail later, and less clearly. */
final class HostRequirements {

    /** After a demo each JVM has some 320 open, jars and Kafka's segments for the most part; more segments come with time. */
    static final long OPEN_FILES = 1024;

    /** A demo takes 150 MB, an empty database 40 MB. Of a disk that is full each component says something else, and late. */
    static final long FREE_BYTES = 256L << 20;

    private HostRequirements() {}

    static void require() throws StackStartException {
        requireSystem(System.getProperty("os.name"));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            requireOpenFiles(system.getMaxFileDescriptorCount());
        }
        requireLoopback();
    }

    static void requireSystem(String system) throws StackStartException {
        if (system.startsWith("Windows")) {
            throw new StackStartException("embedded stack: must run on Linux or macOS, got " + system
                    + "; use WSL 2, or give the addresses of components that run elsewhere");
        }
    }

    /** @param most of this process; the JVM has already raised it as far as it may, and children inherit it */
    static void requireOpenFiles(long most) throws StackStartException {
        if (most < OPEN_FILES) {
            throw new StackStartException("open files: a process must be allowed " + OPEN_FILES
                    + " or more, the limit is "
                    + most + "; raise the hard limit: ulimit -Hn 65536 as root, nofile in /etc/security/limits.conf, or"
                    + " --ulimit nofile=65536 of a container");
        }
    }

    private static void requireLoopback() throws StackStartException {
        try {
            Loopback.check();
        } catch (IOException e) {
            throw new StackStartException(
                    "loopback: programs of this machine must reach each other on 127.0.0.1, cannot (" + e.getMessage()
                            + "); enable IPv4 on the interface lo (ip link set lo up), or give the addresses of components"
                            + " that run elsewhere",
                    e);
        }
    }

    /** @param free usable bytes on the disk of the folder */
    static void requireSpace(Path folder, long free, String remedy) throws StackStartException {
        if (free < FREE_BYTES) {
            throw new StackStartException("data directory " + folder + ": " + Folders.NO_SPACE + ": "
                    + (FREE_BYTES >> 20) + " MB must be free, are " + (free >> 20) + " MB; make space, or " + remedy);
        }
    }

    /** Native libraries of this JVM and of the children must load; the arguments are those of the folders that they use. */
    static void requirePrograms(Path folder, String remedy) throws StackStartException {
        try {
            Folders.requirePrograms(folder, remedy);
        } catch (IOException e) {
            throw new StackStartException(e.getMessage(), e);
        }
    }
}
