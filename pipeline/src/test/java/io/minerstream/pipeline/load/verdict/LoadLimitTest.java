package io.minerstream.pipeline.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.pipeline.load.lag.LoadMeter;
import io.minerstream.pipeline.load.lag.ReadableReadings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadLimitTest {

    private static final long SECOND = 1_000_000_000;

    private final LoadMeter meter = new LoadMeter(new ReadableReadings(1));

    private Optional<LoadLimit> limit() {
        return LoadLimit.of(meter.snapshot(), meter.sendLateness(), Duration.ofSeconds(20));
    }

    @Test
    void shouldTakeALoadOnTimeForTheOneThatWasAskedFor() {
        for (int i = 0; i < 1_000; i++) {
            // One of a hundred waits for a whole second.
            meter.sent(0, i % 100 == 0 ? SECOND : 1_000, SECOND);
        }

        assertThat(limit()).isEmpty();
    }

    @Test
    void shouldBlameTheBrokersWhenTheClientTakesNoMore() {
        for (int i = 0; i < 10; i++) {
            meter.sent(0, 2 * SECOND, 3 * SECOND);
        }

        assertThat(limit()).contains(LoadLimit.BROKERS);
    }

    @Test
    void shouldBlameTheGeneratorWhenItIsLateByItself() {
        for (int i = 0; i < 1_000; i++) {
            meter.sent(0, 2 * SECOND, 2 * SECOND + 1_000);
        }

        assertThat(limit()).contains(LoadLimit.GENERATOR);
    }
}
