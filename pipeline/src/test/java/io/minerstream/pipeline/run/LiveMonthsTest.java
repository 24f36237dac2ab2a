package io.minerstream.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.connect.warehouse.WarehouseConfig;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.watch.WatchListener;
import io.minerstream.producer.live.LiveListener;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.topic.TopicNames;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveMonthsTest {

    private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");

    private static final RunSpec RUN = new RunSpec(
            new RunId("6vj7qhw8"),
            5,
            TimeRange.hourly(START, Instant.parse("2026-02-01T00:00:00Z")),
            42,
            SignalProfile.REALISTIC,
            1,
            1_000,
            false,
            CommitPolicy.AUTO,
            Shard.ALL);

    private final List<String> lost = new ArrayList<>();
    private final List<Instant> started = new ArrayList<>();

    private final WatchListener watch = new WatchListener() {
        @Override
        public void lost(String message) {
            lost.add(message);
        }
    };

    private final LiveListener listener = new LiveListener() {
        @Override
        public void runStarted(RunSpec run, Instant next) {
            started.add(next);
        }
    };

    @Test
    void shouldReportADatabaseThatIsAwayAndGoOn() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        WarehouseConfig away = new WarehouseConfig("jdbc:postgresql://127.0.0.1:" + closed + "/mining", "x", null);
        Connections connections = Connections.of(Map.of(), away, TopicNames.DEFAULT);

        new LiveMonths(connections, watch, listener).runStarted(RUN, START);

        assertThat(lost).singleElement().asString().contains("127.0.0.1:" + closed);
        assertThat(started).containsExactly(START);
    }

    @Test
    void shouldNeedNoDatabase() {
        Connections connections = Connections.of(Map.of(), null, TopicNames.DEFAULT);

        new LiveMonths(connections, watch, listener).runStarted(RUN, START);

        assertThat(lost).isEmpty();
        assertThat(started).containsExactly(START);
    }
}
