package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HostRequirementsTest {

    @Test
    void shouldBeMetByTheMachineOfTheBuild() {
        assertThatCode(HostRequirements::require).doesNotThrowAnyException();
    }

    @Test
    void shouldNameTheLimitOfOpenFiles() {
        assertThatThrownBy(() -> HostRequirements.requireOpenFiles(256))
                .isInstanceOf(StackStartException.class)
                .hasMessage(
                        "open files: a process must be allowed 1024 or more, the limit is 256; raise the hard limit:"
                                + " ulimit -Hn 65536 as root, nofile in /etc/security/limits.conf, or --ulimit nofile=65536 of a"
                                + " container");
        assertThatCode(() -> HostRequirements.requireOpenFiles(1024)).doesNotThrowAnyException();
    }

    @Test
    void shouldSayBeforeTheStartThatTheDiskIsFull() {
        Path data = Path.of("/data/stack");

        assertThatThrownBy(() -> HostRequirements.requireSpace(data, 60 << 20, "choose another data directory"))
                .isInstanceOf(StackStartException.class)
                .hasMessage(
                        "data directory /data/stack: no space left on device: 256 MB must be free, are 60 MB; make space,"
                                + " or choose another data directory");
        assertThatCode(() -> HostRequirements.requireSpace(data, 256 << 20, "")).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseWindows() {
        assertThatThrownBy(() -> HostRequirements.requireSystem("Windows 11"))
                .isInstanceOf(StackStartException.class)
                .hasMessage(
                        "embedded stack: must run on Linux or macOS, got Windows 11; use WSL 2, or give the addresses"
                                + " of components that run elsewhere");
    }
}
