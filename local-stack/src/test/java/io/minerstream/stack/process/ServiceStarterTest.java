package io.minerstream.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.stack.data.DataLayout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServiceStarterTest {

    private static final String KEEPS_RUNNING = "echo runs; exec cat";

    @TempDir
    private Path folder;

    private DataLayout layout;
    private PortMemory memory;

    @BeforeEach
    void setUp() throws IOException {
        layout = new DataLayout(folder);
        Files.createDirectories(layout.logs());
        Files.createDirectories(layout.pids());
        memory = PortMemory.open(layout.ports());
    }

    @Test
    void shouldReturnWhenServiceAnswers() throws Exception {
        RunningService running =
                starter(10).start(new Fake(List.of(), KEEPS_RUNNING, new ArrayList<>()), spawned -> {});

        assertThat(running.process().isAlive()).isTrue();
        running.stop();
        assertThat(running.process().isAlive()).isFalse();
    }

    @Test
    void shouldSayHowServiceEndedAndWhatItsLogSays() {
        Fake service = new Fake(List.of("port"), "echo 'no such file'; exit 3", new ArrayList<>());

        assertThatThrownBy(() -> starter(10).start(service, spawned -> {}))
                .isInstanceOf(ServiceException.class)
                .hasMessage("fake: must keep running, ended with exit code 3 before it answered; its log "
                        + layout.log("fake") + " ends with\n  no such file");
    }

    @Test
    void shouldSayWhyServiceDidNotAnswerInTime() {
        List<RunningService> spawned = new ArrayList<>();
        // Nobody listens on its port.
        Fake service = new Fake(List.of("port"), KEEPS_RUNNING, new ArrayList<>());

        assertThatThrownBy(() -> starter(1).start(service, spawned::add))
                .isInstanceOf(ServiceException.class)
                .hasMessage("fake: must answer within 1 s, did not (last try: connection refused); its log "
                        + layout.log("fake") + " ends with\n  runs");
        assertThat(spawned)
                .singleElement()
                .satisfies(running -> assertThat(running.process().isAlive()).isFalse());
    }

    @Test
    void shouldTakeOtherPortWhenSomebodyTookIt() throws Exception {
        int taken = memory.choose(List.of("port")).get("port");
        List<Integer> tried = new ArrayList<>();
        try (ServerSocket somebody = new ServerSocket()) {
            // Free when chosen, taken when the program wants it.
            Fake service = new Fake(List.of("port"), "exit 1", tried) {
                @Override
                public ProcessBuilder command(Ports ports) throws IOException {
                    if (!somebody.isBound()) {
                        somebody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), taken));
                    }
                    return super.command(ports);
                }

                @Override
                public void probe(Ports ports, Duration limit) throws IOException {
                    throw new IOException("somebody else answers");
                }
            };

            assertThatThrownBy(() -> starter(10).start(service, spawned -> {}))
                    .hasMessageStartingWith("fake: must keep running, ended with exit code 1");
        }
        assertThat(tried).hasSize(2).startsWith(taken).doesNotHaveDuplicates();
    }

    @Test
    void shouldStopServiceWhenInterrupted() {
        List<RunningService> spawned = new ArrayList<>();
        Fake service = new Fake(List.of(), KEEPS_RUNNING, new ArrayList<>()) {
            @Override
            public void probe(Ports ports, Duration limit) throws InterruptedException {
                throw new InterruptedException("given up");
            }
        };

        assertThatThrownBy(() -> starter(10).start(service, spawned::add)).isInstanceOf(InterruptedException.class);
        assertThat(spawned)
                .singleElement()
                .satisfies(running -> assertThat(running.process().isAlive()).isFalse());
    }

    @Test
    void shouldNotWaitWhenServiceWillNeverBeReady() {
        Fake service = new Fake(List.of(), KEEPS_RUNNING, new ArrayList<>()) {
            @Override
            public void probe(Ports ports, Duration limit) throws ServiceException {
                throw new ServiceException("fake: must have a plugin, has none");
            }
        };

        assertThatThrownBy(() -> starter(60).start(service, spawned -> {}))
                .isInstanceOf(ServiceException.class)
                .hasMessage("fake: must have a plugin, has none");
    }

    private ServiceStarter starter(int limitS) {
        return new ServiceStarter(layout, memory, Duration.ofSeconds(limitS));
    }

    /** A shell script; ready as soon as its ports, if any, accept connections. */
    private class Fake extends Service {

        private final String script;
        private final List<Integer> tried;

        Fake(List<String> ports, String script, List<Integer> tried) {
            super(layout, "fake", ports);
            this.script = script;
            this.tried = tried;
        }

        @Override
        public ProcessBuilder command(Ports given) throws IOException {
            tried.addAll(given.byName().values());
            return ChildCommand.detached(List.of("/bin/sh", "-c", script), folder);
        }

        @Override
        public void probe(Ports given, Duration limit) throws Exception {
            assertThat(limit).isPositive();
        }
    }
}
