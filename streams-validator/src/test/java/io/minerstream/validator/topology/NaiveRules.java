package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The rules of docs/rules.md, slow and obvious. Shares no code with the validator. */
final class NaiveRules {

    private NaiveRules() {}

    /** A broken rule, as the alert says it. */
    record Broken(
            Rule rule,
            String metric,
            List<Instant> timePoints,
            Double expected,
            Double observed,
            Double lower,
            Double upper,
            String message) {

        Broken(Rule rule, List<Instant> timePoints, String message) {
            this(rule, null, timePoints, null, null, null, null, message);
        }

        /** Rule and metric, as a fingerprint has them. */
        String kind() {
            return kind(rule, metric);
        }

        static String kind(Rule rule, String metric) {
            String name = rule.name().toLowerCase(Locale.ROOT);
            return metric == null ? name : name + "/" + metric;
        }
    }

    /** RANGE and NULLABILITY: the table of limits. */
    static List<Broken> values(MinerTelemetry reading, HostingMiner miner, NaivePolicy policy) {
        Double fan = reading.getFanSpeed() == null ? null : Double.valueOf(reading.getFanSpeed());
        List<Broken> broken = new ArrayList<>();
        Values values = new Values(reading, miner.getStatus(), policy, broken);
        values.range("hashrate", reading.getHashrate(), baseline(miner.getActualHashrate(), 110), "TH/s");
        values.range("power_consumption", reading.getPowerConsumption(), baseline(miner.getActualPower(), 3000), "W");
        if (List.of("active", "maintenance").contains(miner.getStatus().toLowerCase(Locale.ROOT))) {
            values.running("temperature", reading.getTemperature(), "degC");
            values.running("fan_speed", fan, "RPM");
        } else {
            values.stopped("temperature", reading.getTemperature(), "degC");
            values.stopped("fan_speed", fan, "RPM");
        }
        broken.removeIf(each -> policy.off.contains(each.rule()));
        return broken;
    }

    private static double baseline(Double actual, double otherwise) {
        return actual == null || !(actual > 0) || actual.isInfinite() ? otherwise : actual;
    }

    private record Values(MinerTelemetry reading, String status, NaivePolicy policy, List<Broken> broken) {

        /** @param baseline of which the limits are shares */
        void range(String metric, double value, double baseline, String unit) {
            double min = policy.limits(status, metric).get(0) * baseline;
            double max = policy.limits(status, metric).get(1) * baseline;
            double tolerance = policy.tolerance + 0.000001;
            boolean inside = value >= min - tolerance && value <= max + tolerance;
            if (!inside) {
                String message = "miner %s: %s must be %s to %s %s while %s, got %s at %s"
                        .formatted(
                                reading.getMinerId(),
                                metric,
                                number(min),
                                number(max),
                                unit,
                                status,
                                number(value),
                                reading.getRecordedAt());
                add(Rule.RANGE, metric, value, min, max, message);
            }
        }

        void running(String metric, Double value, String unit) {
            if (value != null) {
                range(metric, value, 1, unit);
            } else {
                String message = "miner %s: %s must not be null while %s, got null at %s"
                        .formatted(reading.getMinerId(), metric, status, reading.getRecordedAt());
                add(Rule.NULLABILITY, metric, null, null, null, message);
            }
        }

        void stopped(String metric, Double value, String unit) {
            if (value != null) {
                String message = "miner %s: %s must be null while %s, got %s %s at %s"
                        .formatted(reading.getMinerId(), metric, status, number(value), unit, reading.getRecordedAt());
                add(Rule.NULLABILITY, metric, value, null, null, message);
            }
        }

        private void add(Rule rule, String metric, Double value, Double min, Double max, String message) {
            broken.add(new Broken(rule, metric, List.of(reading.getRecordedAt()), null, value, min, max, message));
        }
    }

    /** At most two decimals. */
    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return String.valueOf(value);
        }
        String text = new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
        return text.replaceAll("\\.?0+$", "");
    }

    /** FROZEN_VALUE: whether equal hashrates in a row would prove anything. */
    static boolean mayFreeze(MinerTelemetry reading, HostingMiner miner) {
        double share =
                switch (miner.getStatus().toLowerCase(Locale.ROOT)) {
                    case "active" -> 1.1 - 0.9;
                    case "maintenance" -> 0.2 - 0.05;
                    default -> 0;
                };
        double hashrate = reading.getHashrate();
        return hashrate != 0 && Double.isFinite(hashrate) && share * baseline(miner.getActualHashrate(), 110) >= 10;
    }

    /**
     * FROZEN_VALUE.
     *
     * @param row readings in a row that have this hashrate
     */
    static Broken frozen(MinerTelemetry reading, int row) {
        String message = "miner %s: hashrate must not stay the same, got %s TH/s in %s readings in a row up to %s"
                .formatted(
                        reading.getMinerId(),
                        BigDecimal.valueOf(reading.getHashrate())
                                .stripTrailingZeros()
                                .toPlainString(),
                        row,
                        reading.getRecordedAt());
        return new Broken(
                Rule.FROZEN_VALUE,
                "hashrate",
                List.of(reading.getRecordedAt()),
                null,
                reading.getHashrate(),
                null,
                null,
                message);
    }

    /**
     * SILENT_MINER.
     *
     * @param times time points in a row without a reading
     */
    static Broken silent(int miner, List<Instant> times, long intervalMs) {
        String message = "miner %s: must send a reading every %s, sent none since %s, for %s time points"
                .formatted(miner, length(intervalMs), times.get(0), times.size());
        return new Broken(Rule.SILENT_MINER, times, message);
    }

    static Broken duplicate(MinerTelemetry reading) {
        return ofReading(
                Rule.DUPLICATE, reading, "must have one record at %s, got another".formatted(reading.getRecordedAt()));
    }

    static Broken offCadence(MinerTelemetry reading, long intervalMs) {
        return ofReading(
                Rule.OFF_CADENCE,
                reading,
                "recorded_at must be a %s, got %s".formatted(whole(intervalMs), reading.getRecordedAt()));
    }

    /** The cadence became known after they came. */
    static Broken offCadence(int miner, List<Instant> times, long intervalMs) {
        return new Broken(
                Rule.OFF_CADENCE,
                times,
                "miner %s: recorded_at must be a %s, got %s that are not, first %s"
                        .formatted(miner, whole(intervalMs), times.size(), times.get(0)));
    }

    /**
     * @param window as start/end; null when the reading is in no window of its run
     */
    static Broken late(MinerTelemetry reading, String window) {
        return ofReading(
                Rule.LATE,
                reading,
                "record of %s must come before %s is judged, came after"
                        .formatted(reading.getRecordedAt(), window == null ? "its run" : "its window " + window));
    }

    /**
     * @param times of the readings that waited, ascending
     */
    static Broken unknown(int miner, List<Instant> times) {
        String text = times.size() == 1
                ? "one at " + times.get(0)
                : times.size() + " from " + times.get(0) + " to " + times.get(times.size() - 1);
        return new Broken(
                Rule.UNKNOWN_MINER,
                times,
                "miner %s: must be in the roster to send records, got %s".formatted(miner, text));
    }

    static Broken notOfSite(int miner, int site, List<Instant> times) {
        return new Broken(
                Rule.UNKNOWN_MINER,
                times,
                "miner %s: must be in the roster of site %s to send records of its run, is not".formatted(miner, site));
    }

    private static Broken ofReading(Rule rule, MinerTelemetry reading, String message) {
        return new Broken(
                rule, List.of(reading.getRecordedAt()), "miner %s: %s".formatted(reading.getMinerId(), message));
    }

    /**
     * COUNT: as many records as time points.
     *
     * @param records all of them, duplicates and those off the time points included
     * @param missing time points without a record
     * @param twice time points with several
     */
    static Broken count(
            int miner,
            String window,
            int points,
            int records,
            TreeSet<Instant> missing,
            TreeSet<Instant> twice,
            int offCadence,
            long intervalMs) {
        String message = "miner %s: must have %s records in %s, got %s".formatted(miner, points, window, records);
        if (records > 0) {
            message += named("missing", missing) + named("duplicate", twice);
        }
        if (offCadence > 0) {
            message += "; not at a " + whole(intervalMs) + ": " + offCadence;
        }
        TreeSet<Instant> wrong = new TreeSet<>(missing);
        wrong.addAll(twice);
        return new Broken(Rule.COUNT, null, List.copyOf(wrong), (double) points, (double) records, null, null, message);
    }

    private static String named(String what, TreeSet<Instant> times) {
        if (times.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("; ").append(what);
        times.stream().limit(5).forEach(time -> text.append(' ').append(time));
        return times.size() > 5 ? text + " and " + (times.size() - 5) + " more" : text.toString();
    }

    /**
     * GAP: between the first and the last record, one for each time point.
     *
     * @param times time points with a record
     * @return null when there is no gap
     */
    static Broken gap(int miner, TreeSet<Instant> times, long intervalMs) {
        List<Instant> holes = new ArrayList<>();
        long widestMs = intervalMs;
        Instant widestFrom = null;
        Instant before = null;
        for (Instant time : times) {
            if (before != null) {
                long distanceMs = Duration.between(before, time).toMillis();
                if (distanceMs > widestMs) {
                    widestMs = distanceMs;
                    widestFrom = before;
                }
                for (Instant hole = before.plusMillis(intervalMs); hole.isBefore(time); ) {
                    holes.add(hole);
                    hole = hole.plusMillis(intervalMs);
                }
            }
            before = time;
        }
        if (holes.isEmpty()) {
            return null;
        }
        boolean only = holes.size() == widestMs / intervalMs - 1;
        String message = "miner %s: records must be %s apart, got %s between %s and %s%s"
                .formatted(
                        miner,
                        length(intervalMs),
                        length(widestMs),
                        widestFrom,
                        widestFrom.plusMillis(widestMs),
                        only ? "" : "; " + holes.size() + " time points missing in between in all");
        return new Broken(Rule.GAP, null, holes, intervalMs / 3_600_000.0, widestMs / 3_600_000.0, null, null, message);
    }

    static String length(long ms) {
        if (ms % 3_600_000 == 0) {
            return ms / 3_600_000 + " h";
        }
        return ms % 60_000 == 0 ? ms / 60_000 + " min" : ms / 1000 + " s";
    }

    private static String whole(long intervalMs) {
        return intervalMs == 3_600_000 ? "whole hour" : "whole multiple of " + length(intervalMs);
    }
}
