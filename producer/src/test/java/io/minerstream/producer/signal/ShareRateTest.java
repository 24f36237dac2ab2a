package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShareRateTest {

    @Test
    void shouldExpectThePublishedNumberOfSharesOfAnS21() {
        ShareRate shares = new ShareRate(ShareRate.DEFAULT_DIFFICULTY);

        assertThat(shares.expected(200, 1)).isCloseTo(0.7105, within(5e-5));
        assertThat(shares.expected(200, 3_600)).isCloseTo(2_558, within(0.5));
    }

    @Test
    void shouldExpectInverselyToTheDifficulty() {
        assertThat(new ShareRate(131_072).expected(200, 3_600))
                .isEqualTo(new ShareRate(65_536).expected(200, 3_600) / 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRejectADifficultyThatIsNone(double difficulty) {
        assertThatThrownBy(() -> SignalProfile.REALISTIC.signal(difficulty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pool difficulty: must be from 0.000001 to 1000000000000000, got " + difficulty);
    }
}
