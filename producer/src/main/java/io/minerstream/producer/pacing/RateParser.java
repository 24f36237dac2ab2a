package io.minerstream.producer.pacing;

import io.minerstream.schemas.bound.Bound;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses {@code --rate}. Each error names the part, what must hold and the text. */
final class RateParser {

    private static final String FORMS =
            "must be max, RATE, constant:RATE, ramp:FROM..TO/LENGTH, steps:RATE/LENGTH,...,RATE,"
                    + " sine:MIN..MAX/PERIOD or burst:BASE,PEAK/LENGTH/EVERY";

    private static final BigDecimal MOST_PER_SECOND = BigDecimal.valueOf((Double) Bound.RATE.max());
    private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(30L * 86_400_000_000_000L);

    private static final Map<String, BigDecimal> NANOS_BY_UNIT = Map.of(
            "ms", BigDecimal.valueOf(1_000_000L),
            "s", BigDecimal.valueOf(1_000_000_000L),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L),
            "d", BigDecimal.valueOf(86_400_000_000_000L));

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,50}(\\.[0-9]{1,50})?");
    private static final Pattern LENGTH = Pattern.compile("([0-9]{1,50})(ms|s|m|h|d)");
    private static final Pattern RANGE_OVER_TIME = Pattern.compile("([^/]*?)\\.\\.([^/]*)/([^/]*)");
    private static final Pattern BURST = Pattern.compile("([^,/]*),([^,/]*)/([^,/]*)/([^,/]*)");

    private RateParser() {}

    static RateProfile parse(String text) {
        if (text.equals("max")) {
            return RateProfile.MAX;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            if (!text.matches("[+-]?[0-9.].*")) {
                throw new IllegalArgumentException("rate: " + FORMS + ", got '" + text + "'");
            }
            return new RateProfile("constant:" + text, constant("", text));
        }
        String arguments = text.substring(colon + 1);
        return new RateProfile(
                text,
                switch (text.substring(0, colon)) {
                    case "constant" -> constant("constant: ", arguments);
                    case "ramp" -> ramp(arguments);
                    case "steps" -> steps(arguments);
                    case "sine" -> sine(arguments);
                    case "burst" -> burst(arguments);
                    default -> throw new IllegalArgumentException("rate: " + FORMS + ", got '" + text + "'");
                });
    }

    private static SendSchedule constant(String part, String argument) {
        return SendSchedule.holding(List.of(), positive(part, argument));
    }

    private static SendSchedule ramp(String arguments) {
        Matcher matcher = match(RANGE_OVER_TIME, "ramp", "FROM..TO/LENGTH, for example 0..20000/10m", arguments);
        long from = millirate("ramp: FROM ", matcher.group(1));
        long to = millirate("ramp: TO ", matcher.group(2));
        if (to == 0) {
            throw refused("ramp: TO ", "must be greater than 0, as it holds after the ramp", matcher.group(2));
        }
        long nanos = nanos("ramp: LENGTH ", matcher.group(3));
        requireCountable("ramp: ", "ramp", records(from, to, nanos));
        return SendSchedule.holding(List.of(new SlopeSegment(from, to, nanos)), to);
    }

    private static SendSchedule steps(String arguments) {
        String[] steps = arguments.split(",", -1);
        List<Segment> segments = new ArrayList<>();
        double records = 0;
        for (int i = 0; i < steps.length; i++) {
            String[] step = steps[i].split("/", -1);
            String part = "steps: step " + (i + 1) + " ";
            boolean last = i == steps.length - 1;
            if (step.length > 2 || (step.length == 1 && !last)) {
                String form = last ? "must be RATE or RATE/LENGTH" : "must be RATE/LENGTH";
                throw refused(part, form + ", for example 1000/1m", "'" + steps[i] + "'");
            }
            if (step.length == 1) {
                return SendSchedule.holding(segments, positive(part, step[0]));
            }
            EvenSegment segment = new EvenSegment(millirate(part, step[0]), nanos(part + "LENGTH ", step[1]));
            segments.add(segment);
            records += records(segment.millirate(), segment.millirate(), segment.nanos());
            requireCountable("steps: ", "round", records);
        }
        if (records == 0) {
            throw refused("steps: ", "at least one RATE must be greater than 0", "'" + arguments + "'");
        }
        return SendSchedule.repeating(segments);
    }

    private static SendSchedule sine(String arguments) {
        Matcher matcher = match(RANGE_OVER_TIME, "sine", "MIN..MAX/PERIOD, for example 1000..9000/1h", arguments);
        long min = millirate("sine: MIN ", matcher.group(1));
        long max = millirate("sine: MAX ", matcher.group(2));
        if (max <= min) {
            throw refused("sine: MAX ", "must be greater than MIN (" + matcher.group(1) + ")", matcher.group(2));
        }
        long nanos = nanos("sine: PERIOD ", matcher.group(3));
        requireCountable("sine: ", "period", records(min, max, nanos));
        return SendSchedule.repeating(List.of(new WaveSegment(min, max, nanos)));
    }

    private static SendSchedule burst(String arguments) {
        Matcher matcher = match(BURST, "burst", "BASE,PEAK/LENGTH/EVERY, for example 1000,20000/10s/1m", arguments);
        long base = millirate("burst: BASE ", matcher.group(1));
        long peak = millirate("burst: PEAK ", matcher.group(2));
        if (peak <= base) {
            throw refused("burst: PEAK ", "must be greater than BASE (" + matcher.group(1) + ")", matcher.group(2));
        }
        long length = nanos("burst: LENGTH ", matcher.group(3));
        long every = nanos("burst: EVERY ", matcher.group(4));
        if (length >= every) {
            throw refused("burst: LENGTH ", "must be shorter than EVERY (" + matcher.group(4) + ")", matcher.group(3));
        }
        requireCountable("burst: ", "round", records(base, base, every - length) + records(peak, peak, length));
        return SendSchedule.repeating(List.of(new EvenSegment(base, every - length), new EvenSegment(peak, length)));
    }

    private static Matcher match(Pattern pattern, String kind, String form, String arguments) {
        Matcher matcher = pattern.matcher(arguments);
        if (!matcher.matches()) {
            throw refused(kind + ": ", "must be " + form, "'" + arguments + "'");
        }
        return matcher;
    }

    private static long positive(String part, String text) {
        long millirate = millirate(part, text);
        if (millirate == 0) {
            throw refused(part, "must be greater than 0", text);
        }
        return millirate;
    }

    private static long millirate(String part, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw refused(part, "must be a number of records per second, for example 5000 or 0.5", "'" + text + "'");
        }
        BigDecimal rate = new BigDecimal(text);
        if (rate.signum() < 0) {
            throw refused(
                    part,
                    "must be " + (part.isEmpty() || part.equals("constant: ") ? "greater than 0" : "0 or greater"),
                    text);
        }
        if (rate.compareTo(MOST_PER_SECOND) > 0) {
            throw refused(part, "must be at most 1000000000 (one record per nanosecond)", text);
        }
        BigDecimal millirate = rate.movePointRight(3).stripTrailingZeros();
        if (millirate.scale() > 0) {
            throw refused(part, "must have at most three decimals", text);
        }
        return millirate.longValueExact();
    }

    private static long nanos(String part, String text) {
        Matcher matcher = LENGTH.matcher(text);
        if (!matcher.matches()) {
            throw refused(part, "must be a whole number of ms, s, m, h or d, for example 90s or 10m", "'" + text + "'");
        }
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(NANOS_BY_UNIT.get(matcher.group(2)));
        if (nanos.signum() == 0 || nanos.compareTo(MOST_NANOS) > 0) {
            throw refused(part, "must be from 1ms to 30d", text);
        }
        return nanos.longValueExact();
    }

    private static double records(long firstMillirate, long lastMillirate, long nanos) {
        return (firstMillirate + lastMillirate) / 2.0 * nanos * Segment.PER_NANO;
    }

    private static void requireCountable(String part, String whole, double records) {
        if (records > SendSchedule.MOST_RECORDS) {
            throw refused(
                    part,
                    "a " + whole + " must come to at most " + SendSchedule.MOST_RECORDS + " records",
                    String.format(Locale.ROOT, "%.0f", records));
        }
    }

    private static IllegalArgumentException refused(String part, String requirement, String got) {
        return new IllegalArgumentException("rate: " + part + requirement + ", got " + got);
    }
}
