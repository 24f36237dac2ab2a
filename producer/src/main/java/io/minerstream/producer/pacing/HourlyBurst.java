package io.minerstream.producer.pacing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fleets report: most miners within the first seconds of an hour, the others evenly in the rest of it. Immutable.
 *
 * @param share of the miners that report in the burst, more than 0, at most 1
 * @param millis length of the burst, more than 0
 */
public record HourlyBurst(BigDecimal share, long millis) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)/([0-9]{1,9})(ms|s)");

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    public HourlyBurst {
        if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("SHARE must be greater than 0 and at most 1, got " + share);
        }
        if (millis <= 0) {
            throw new IllegalArgumentException("LENGTH must be greater than 0, got " + millis + " ms");
        }
    }

    /**
     * Reads {@code SHARE/LENGTH}, for example {@code 0.9/5s}; a length in {@code ms} or {@code s}.
     *
     * @throws IllegalArgumentException when it has another form, or a value is out of range
     */
    public static HourlyBurst parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be SHARE/LENGTH, for example 0.9/5s, got '" + text + "'");
        }
        long length = Long.parseLong(matcher.group(2));
        return new HourlyBurst(
                new BigDecimal(matcher.group(1)), matcher.group(3).equals("s") ? 1_000 * length : length);
    }

    /**
     * The rate of a fleet. An hour of it is the time in which each miner reports once at the mean rate: 3,600 s, or less where readings are
     * to come faster.
     *
     * @param miners of the fleet, at least 1
     * @param meanRate readings per second, more than 0
     * @throws IllegalArgumentException when the hour is not longer than the burst
     */
    public RateProfile of(long miners, double meanRate) {
        long hourMillis = Math.round(1_000 * miners / meanRate);
        if (hourMillis <= millis) {
            throw new IllegalArgumentException(
                    "must be shorter than an hour of the load, in which each of %s miners reports once at the mean --rate, %s ms, got %s ms; ask for more --miners, or a lower --rate"
                            .formatted(miners, hourMillis, millis));
        }
        BigDecimal all = BigDecimal.valueOf(miners);
        return RateProfile.parse("steps:%s/%sms,%s/%sms"
                .formatted(
                        rate(all.multiply(share), millis),
                        millis,
                        rate(all.multiply(BigDecimal.ONE.subtract(share)), hourMillis - millis),
                        hourMillis - millis));
    }

    private static String rate(BigDecimal readings, long length) {
        return readings.multiply(THOUSAND)
                .divide(BigDecimal.valueOf(length), 3, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
