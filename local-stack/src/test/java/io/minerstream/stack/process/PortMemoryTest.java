package io.minerstream.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortMemoryTest {

    private static final List<String> NAMES = List.of("broker", "controller");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("ports.properties");
    }

    @Test
    void shouldChooseFreePortsBelowThoseOfOutgoingConnections() throws IOException {
        Ports ports = PortMemory.open(file).choose(NAMES);

        assertThat(ports.byName()).containsOnlyKeys("broker", "controller");
        assertThat(ports.byName().values()).doesNotHaveDuplicates().allSatisfy(port -> {
            assertThat(port).isBetween(20_000, 31_999);
            assertThat(FreePorts.isFree(port)).isTrue();
        });
    }

    @Test
    void shouldGiveSamePortsAfterRestart() throws IOException {
        Ports first = PortMemory.open(file).choose(NAMES);

        assertThat(PortMemory.open(file).choose(NAMES)).isEqualTo(first);
    }

    @Test
    void shouldReplaceOnlyThePortThatIsTaken() throws IOException {
        Ports first = PortMemory.open(file).choose(NAMES);
        try (ServerSocket somebody = new ServerSocket(first.get("broker"), 1, InetAddress.getLoopbackAddress())) {
            Ports second = PortMemory.open(file).choose(NAMES);

            assertThat(second.get("broker")).isNotEqualTo(somebody.getLocalPort());
            assertThat(second.get("controller")).isEqualTo(first.get("controller"));
            assertThat(PortMemory.open(file).choose(NAMES)).isEqualTo(second);
        }
    }

    @Test
    void shouldChooseOthersOnRequest() throws IOException {
        PortMemory memory = PortMemory.open(file);
        Ports first = memory.choose(NAMES);

        assertThat(memory.chooseOthers(NAMES).byName().values())
                .doesNotContainAnyElementsOf(first.byName().values());
    }

    @Test
    void shouldNeverGiveOnePortToTwoServices() throws IOException {
        // Says every number four times.
        AtomicLong calls = new AtomicLong();
        FreePorts stubborn = new FreePorts(() -> (calls.getAndIncrement() / 4) << 33, port -> true);
        PortMemory memory = new PortMemory(file, stubborn);

        assertThat(memory.choose(List.of("a", "b", "c", "d")).byName().values()).doesNotHaveDuplicates();
    }

    @Test
    void shouldSayWhenNoPortIsFree() throws IOException {
        PortMemory memory = new PortMemory(file, new FreePorts(new Random(1), port -> false));

        assertThatThrownBy(() -> memory.choose(NAMES))
                .isInstanceOf(IOException.class)
                .hasMessage("no free port from 20000 to 31999 on 127.0.0.1 in 200 tries");
    }

    @Test
    void shouldNameFileThatHoldsNoPort() throws IOException {
        Files.writeString(file, "broker=70000\n");

        assertThatThrownBy(() -> PortMemory.open(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": broker: must be a port from 1 to 65535, got 70000;"
                        + " delete the file to choose new ports");
    }
}
