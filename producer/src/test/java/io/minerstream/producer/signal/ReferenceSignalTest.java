package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import org.junit.jupiter.api.Test;

final class ReferenceSignalTest {

    private static final Baseline BASELINE = new Baseline(110, 3250);
    private final Signal signal = SignalProfile.named("reference").signal();

    /** Values of an independent implementation: a change here changes everybody's data. */
    @Test
    void shouldGiveTheDocumentedReadings() {
        assertThat(signal.read(42, 5, TimePoint.hour(490_000), 1, MinerStatus.ACTIVE, BASELINE))
                .isEqualTo(new GeneratedReading(1, 107.85, 3057.83, 70.5, 4489, 0, 0));
        assertThat(signal.read(43, 5, TimePoint.hour(490_000), 1, MinerStatus.ACTIVE, BASELINE))
                .isEqualTo(new GeneratedReading(1, 115.05, 3242.15, 69.78, 4137, 0, 0));
        assertThat(signal.read(-1, 5, TimePoint.hour(1_000_000_000), Integer.MAX_VALUE, MinerStatus.ACTIVE, BASELINE))
                .isEqualTo(new GeneratedReading(Integer.MAX_VALUE, 107.15, 3226.98, 76.37, 5463, 0, 0));
    }

    @Test
    void shouldListTheProfilesWhenTheNameIsUnknown() {
        assertThatThrownBy(() -> SignalProfile.named("Reference"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("profile: must be one of reference, realistic, got 'Reference'");
    }
}
