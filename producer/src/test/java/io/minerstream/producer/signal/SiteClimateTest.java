package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SiteClimateTest {

    private static final int HOUR = 3_600;
    private static final long SUMMER = 1_784_505_600L;

    @Test
    void shouldKeepTheAirWithinItsBounds() {
        for (int site = 1; site <= 200; site++) {
            SiteClimate climate = SiteClimate.of(site);
            long weather = SiteClimate.weather(42, site);
            for (int hour = 0; hour < 24 * 366; hour += 5) {
                assertThat(climate.ambientC(weather, SUMMER + (long) hour * HOUR))
                        .isCloseTo(SiteClimate.MIDDLE_C, within(SiteClimate.LARGEST_DEVIATION_C));
            }
        }
    }

    @Test
    void shouldBeWarmestAtItsOwnTimeOfDayOnAverageOfTheYear() {
        SiteClimate climate = SiteClimate.of(5);
        long weather = SiteClimate.weather(42, 5);
        int warmest = IntStream.range(0, 24)
                .boxed()
                .max((one, other) -> Double.compare(mean(climate, weather, one), mean(climate, weather, other)))
                .orElseThrow();

        assertThat(Math.abs(warmest - climate.warmestSecond() / (double) HOUR)).isLessThanOrEqualTo(0.75);
    }

    @Test
    void shouldBeWarmerInJulyThanInJanuary() {
        SiteClimate climate = SiteClimate.of(5);
        double summer = monthMean(climate, SUMMER);
        double winter = monthMean(climate, SUMMER - 15_778_476L);

        assertThat(summer - winter).isCloseTo(2 * climate.yearlyC(), within(3.0));
    }

    @Test
    void shouldKeepTheClimateAndChangeTheWeatherWithTheSeed() {
        SiteClimate climate = SiteClimate.of(5);

        assertThat(SiteClimate.of(5)).isEqualTo(climate).isNotEqualTo(SiteClimate.of(6));
        assertThat(climate.ambientC(SiteClimate.weather(42, 5), SUMMER))
                .isNotEqualTo(climate.ambientC(SiteClimate.weather(43, 5), SUMMER));
    }

    private static double mean(SiteClimate climate, long weather, int hourOfDay) {
        return IntStream.range(0, 365)
                .mapToDouble(day -> climate.ambientC(weather, day * 86_400L + hourOfDay * (long) HOUR))
                .average()
                .orElseThrow();
    }

    private static double monthMean(SiteClimate climate, long middle) {
        return IntStream.range(-360, 360)
                .mapToDouble(hour -> climate.ambientC(SiteClimate.weather(42, 5), middle + hour * (long) HOUR))
                .average()
                .orElseThrow();
    }
}
