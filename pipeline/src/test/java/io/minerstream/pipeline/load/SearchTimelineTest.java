package io.minerstream.pipeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.pipeline.load.lag.LoadMeter;
import io.minerstream.pipeline.load.lag.LoadSample;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchTimelineTest {

    private final SearchTimeline timeline = new SearchTimeline();

    private static LoadSample look(int second, long readings) {
        return new LoadSample(
                Duration.ofSeconds(second),
                readings,
                new LoadMeter.Snapshot(
                        readings, readings, readings, 1, Duration.ofMillis(second), Duration.ofMillis(2)),
                List.of(),
                Map.of());
    }

    @Test
    void shouldPutOneLoadAfterTheOther() {
        timeline.begin(Duration.ofSeconds(2));
        timeline.look(look(1, 100));
        timeline.look(look(2, 200));
        timeline.begin(Duration.ofSeconds(10));
        timeline.look(look(1, 400));

        LoadSearchOutcome.Timeline all = timeline.timeline();

        assertThat(all.begins()).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(10));
        assertThat(all.samples()).extracting(sample -> sample.at().toSeconds()).containsExactly(2L, 3L, 4L, 10L, 11L);
        assertThat(all.samples()).extracting(LoadSample::intended).containsExactly(0L, 100L, 200L, 200L, 600L);
        assertThat(all.samples().get(4).load())
                .isEqualTo(new LoadMeter.Snapshot(600, 600, 600, 2, Duration.ofMillis(1), Duration.ofMillis(4)));
    }
}
