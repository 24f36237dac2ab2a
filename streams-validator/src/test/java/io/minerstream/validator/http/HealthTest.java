package io.minerstream.validator.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {

    @ParameterizedTest
    @CsvSource({
        "CREATED, true, false",
        "REBALANCING, true, false",
        "RUNNING, true, true",
        "PENDING_SHUTDOWN, true, false",
        "PENDING_ERROR, false, false",
        "ERROR, false, false",
        "NOT_RUNNING, false, false"
    })
    void shouldBeReadyOnlyWhileItJudgesAndLiveUntilItHasStopped(State state, boolean live, boolean ready) {
        assertThat(Health.live(state).healthy()).isEqualTo(live);
        assertThat(Health.ready(state, null).healthy()).isEqualTo(ready);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void shouldSayWhyItIsNotReady(State state) {
        assertThat(Health.ready(state, null).reason() == null).isEqualTo(state == State.RUNNING);
    }

    @ParameterizedTest
    @EnumSource(names = {"RUNNING", "REBALANCING"})
    void shouldSayWhatItWaitsFor(State state) {
        assertThat(Health.ready(state, "no registry")).isEqualTo(new Health(false, state, "no registry"));
    }
}
