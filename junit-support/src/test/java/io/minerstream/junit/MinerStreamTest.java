package io.minerstream.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.schemas.run.TimeRange;
import io.minerstream.stack.Component;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MinerStreamTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void shouldRefuseWhatNoStackHas() {
        MinerStream.Builder builder = MinerStream.builder();

        assertThatThrownBy(() -> builder.miners(0)).hasMessage("miners: must be from 1 to 50000000, got 0");
        assertThatThrownBy(() -> builder.hours(0)).hasMessage("hours: must be from 1 to 876000, got 0");
        assertThatThrownBy(() -> builder.from(MIDNIGHT.plusSeconds(90)))
                .hasMessage("from: must be a whole hour, got 2026-11-01T00:01:30Z; use 2026-11-01T00:00:00Z");
    }

    @Test
    void shouldSayThatItRunsDuringTestsAlone() {
        assertThatThrownBy(MinerStream.builder().build()::bootstrapServers)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("MinerStream runs during tests alone: register it with @RegisterExtension");
    }

    @Test
    void shouldEndWithThePresentHourUnlessToldOtherwise() {
        Settings settings = Settings.DEFAULT.withHours(2);

        assertThat(settings.range(MIDNIGHT.plusSeconds(90)))
                .isEqualTo(TimeRange.hourly(MIDNIGHT.minusSeconds(3600), MIDNIGHT.plusSeconds(3600)));
        assertThat(settings.withFrom(MIDNIGHT).range(Instant.EPOCH))
                .isEqualTo(TimeRange.hourly(MIDNIGHT, MIDNIGHT.plusSeconds(7200)));
    }

    @Test
    void shouldStartPostgresWithTheSinks() {
        assertThat(Settings.DEFAULT.without()).containsExactlyInAnyOrder(Component.POSTGRES, Component.CONNECT);
        assertThat(Settings.DEFAULT.withPostgres().without()).containsExactly(Component.CONNECT);
        assertThat(Settings.DEFAULT.withConnect().without()).isEmpty();
    }
}
