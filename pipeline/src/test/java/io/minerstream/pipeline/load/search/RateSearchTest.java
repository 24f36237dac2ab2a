package io.minerstream.pipeline.load.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.pipeline.load.search.Bottleneck.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RateSearchTest {

    private static final Bottleneck GROUP = new Bottleneck(Kind.GROUP, Optional.of("g"), Optional.empty());
    private static final Bottleneck BROKERS = new Bottleneck(Kind.BROKERS, Optional.empty(), Optional.empty());

    private final RateSearch search = new RateSearch(100);

    private RateSearch.Step next() {
        return search.next().orElseThrow();
    }

    private void tried(ProbeVerdict verdict, Bottleneck bottleneck) {
        search.tried(new RateProbe(
                next(), verdict, Duration.ofSeconds(30), Optional.empty(), Optional.ofNullable(bottleneck)));
    }

    /** Bears less than 150 a second in short probes. */
    private void searchUntilConfirmation() {
        while (next().kind() != RateSearch.Kind.CONFIRMATION) {
            boolean isSustained = next().ratePerSecond() < 150;
            tried(isSustained ? ProbeVerdict.SUSTAINED : ProbeVerdict.TOO_MUCH, isSustained ? null : GROUP);
        }
    }

    @Test
    void shouldConfirmTheHighestRateThatWasSustained() {
        searchUntilConfirmation();
        double rate = next().ratePerSecond();
        assertThat(search.found().confirmed()).isFalse();

        tried(ProbeVerdict.SUSTAINED, null);

        assertThat(search.next()).isEmpty();
        assertThat(search.found().ratePerSecond()).isEqualTo(rate).isBetween(150 / RateSearch.PRECISION, 150.0);
        assertThat(search.found().confirmed()).isTrue();
        assertThat(search.found().bottleneck()).contains(GROUP);
    }

    @Test
    void shouldNotReportARateWhoseConfirmationFailed() {
        searchUntilConfirmation();
        double refused = next().ratePerSecond();

        tried(ProbeVerdict.TOO_MUCH, GROUP);

        // Whatever ends the search now, what a short probe has said of this rate no longer counts.
        assertThat(search.found().ratePerSecond()).isPositive().isLessThan(refused);
        assertThat(search.found().confirmed()).isFalse();
        assertThat(next().ratePerSecond()).isLessThan(refused);
        assertThat(next().thorough()).isTrue();
    }

    @Test
    void shouldGiveUpWhenARateIsVoidedAFourthTime() {
        tried(ProbeVerdict.SUSTAINED, null);
        tried(ProbeVerdict.VOID, null);
        tried(ProbeVerdict.VOID, null);
        tried(ProbeVerdict.SUSTAINED, null);
        for (int i = 0; i < 3; i++) {
            tried(ProbeVerdict.VOID, null);
        }
        assertThat(next().ratePerSecond()).isEqualTo(400);

        tried(ProbeVerdict.VOID, null);

        assertThat(search.next()).isEmpty();
        assertThat(search.found().ratePerSecond()).isEqualTo(200);
        assertThat(search.found().confirmed()).isFalse();
        assertThat(search.found().probes()).hasSize(8);
    }

    @Test
    void shouldEndWhenTheLoadIsTheLimit() {
        tried(ProbeVerdict.SUSTAINED, null);

        tried(ProbeVerdict.LOAD_LIMITED, BROKERS);

        assertThat(search.next()).isEmpty();
        assertThat(search.found().ratePerSecond()).isEqualTo(100);
        assertThat(search.found().confirmed()).isFalse();
        assertThat(search.found().bottleneck()).contains(BROKERS);
    }

    @Test
    void shouldFindNothingWhenTheGroupStandsStill() {
        while (search.next().isPresent()) {
            tried(ProbeVerdict.TOO_MUCH, GROUP);
        }

        assertThat(search.found().ratePerSecond()).isZero();
        assertThat(search.found().confirmed()).isFalse();
    }
}
