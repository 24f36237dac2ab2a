package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void shouldRefuseWindows() {
        assertThatThrownBy(() -> HostRequirements.requireSystem("Windows 11"))
                .isInstanceOf(StackStartException.class)
                .hasMessage(
                        "embedded stack: must run on Linux or macOS, got Windows 11; use WSL 2, or give the addresses"
                                + " of components that run elsewhere");
    }
}
