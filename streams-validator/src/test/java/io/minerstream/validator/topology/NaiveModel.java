package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Rule;
import io.minerstream.validator.alert.NaiveLife;
import io.minerstream.validator.alert.NaiveLife.Change;
import io.minerstream.validator.alert.NaiveLife.Judgement;
import io.minerstream.validator.alert.NaiveLife.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules again, slow and obvious: plain collections over all records of a scenario, after the fact. Shares no code with
 * the validator. Baselines are the defaults.
 */
final class NaiveModel {

    /** What a verdict must say. */
    record Expected(
            Instant start,
            int miners,
            int failed,
            long expectedRecords,
            long received,
            long duplicates,
            Map<Rule, Set<Integer>> failures,
            Map<String, Status> statuses) {}

    /** What a verdict must say of one status. */
    record Status(int miners, long records, double minHashrate, double maxHashrate) {}

    /** By fingerprint, the records that must come out, in their order. */
    final Map<String, List<String>> alerts = new TreeMap<>();

    /** By fingerprint, what was judged, in the order of arrival. */
    private final Map<String, List<Judgement>> histories = new TreeMap<>();

    final List<Expected> verdicts = new ArrayList<>();
    private final Map<Integer, Integer> silentAtEnd = new HashMap<>();
    private final long intervalMs;

    NaiveModel(Scenario scenario, int windowHours) {
        intervalMs = scenario.run.interval().toMillis();
        Map<Integer, List<RosterRecord>> roster = new TreeMap<>();
        for (RosterRecord entry : scenario.roster) {
            List<RosterRecord> known = roster.computeIfAbsent(entry.miner().getMinerId(), any -> new ArrayList<>());
            known.removeIf(before -> !before.validFrom().isBefore(entry.validFrom()));
            known.add(entry);
        }
        IdentityHashMap<MinerTelemetry, Set<Rule>> brokenByRecord = judgeRecords(scenario, roster);
        int perWindow = (int) Math.max(1, (windowHours * 3_600_000L + intervalMs - 1) / intervalMs);
        for (int from = 0; from < scenario.points; from += perWindow) {
            window(scenario, roster, brokenByRecord, from, Math.min(from + perWindow, scenario.points));
        }
        histories.forEach((fingerprint, history) -> alerts.put(
                fingerprint,
                NaiveLife.DEFAULTS.records(history).stream()
                        .map(NaiveModel::text)
                        .toList()));
        alerts.values().removeIf(List::isEmpty);
    }

    private static String text(Change change) {
        String text = change.state() + " since " + Instant.ofEpochMilli(change.startsMs());
        return change.resolvedMs() == null ? text : text + " at " + Instant.ofEpochMilli(change.resolvedMs());
    }

    private static String statusAt(List<RosterRecord> known, Instant time) {
        HostingMiner miner = known.get(0).miner();
        for (RosterRecord entry : known) {
            if (!entry.validFrom().isAfter(time)) {
                miner = entry.miner();
            }
        }
        return miner.getStatus();
    }

    private IdentityHashMap<MinerTelemetry, Set<Rule>> judgeRecords(
            Scenario scenario, Map<Integer, List<RosterRecord>> roster) {
        // By identity: of two equal records only the second is a duplicate.
        IdentityHashMap<MinerTelemetry, Set<Rule>> broken = new IdentityHashMap<>();
        Set<String> seen = new HashSet<>();
        Map<Integer, List<MinerTelemetry>> counted = new HashMap<>();
        for (MinerTelemetry reading : scenario.telemetry) {
            Set<Rule> rules = broken.computeIfAbsent(reading, any -> new TreeSet<>());
            List<RosterRecord> known = roster.get(reading.getMinerId());
            if (known == null) {
                rules.add(Rule.UNKNOWN_MINER);
                judge(true, "unknown_miner", reading);
            } else {
                values(reading, statusAt(known, reading.getRecordedAt()), rules);
            }
            boolean whole = reading.getRecordedAt().toEpochMilli() % intervalMs == 0;
            judge(!whole, "off_cadence", reading);
            if (!whole) {
                rules.add(Rule.OFF_CADENCE);
            } else {
                boolean duplicate = !seen.add(reading.getMinerId() + "@" + reading.getRecordedAt());
                judge(duplicate, "duplicate", reading);
                if (duplicate) {
                    rules.add(Rule.DUPLICATE);
                } else if (known != null) {
                    String status = statusAt(known, reading.getRecordedAt());
                    frozen(
                            reading,
                            status,
                            counted.computeIfAbsent(reading.getMinerId(), any -> new ArrayList<>()),
                            rules);
                }
            }
        }
        return broken;
    }

    /** Counts back from the reading; a null stands for one that has no hashrate to compare. */
    private void frozen(MinerTelemetry reading, String status, List<MinerTelemetry> before, Set<Rule> rules) {
        double hashrate = reading.getHashrate();
        boolean running = status.equals("active") || status.equals("maintenance");
        boolean comparable = running && hashrate != 0 && Double.isFinite(hashrate);
        MinerTelemetry last = before.isEmpty() ? null : before.get(before.size() - 1);
        boolean same = comparable && last != null && last.getHashrate() == hashrate;
        before.add(comparable ? reading : null);
        int row = 1;
        while (row < before.size() && follows(before.get(before.size() - row - 1), before.get(before.size() - row))) {
            row++;
        }
        if (comparable && row >= 8) {
            rules.add(Rule.FROZEN_VALUE);
            judge(true, "frozen_value/hashrate", reading);
        } else if (!same) {
            judge(false, "frozen_value/hashrate", reading);
        }
    }

    private boolean follows(MinerTelemetry earlier, MinerTelemetry later) {
        return earlier != null
                && later != null
                && earlier.getHashrate() == later.getHashrate()
                && earlier.getRecordedAt().plusMillis(intervalMs).equals(later.getRecordedAt());
    }

    private void values(MinerTelemetry reading, String status, Set<Rule> rules) {
        double hashrate = reading.getHashrate();
        double power = reading.getPowerConsumption();
        Double temperature = reading.getTemperature();
        Double fan = number(reading.getFanSpeed());
        switch (status) {
            case "active" -> {
                value("hashrate", isOutside(hashrate, 99, 121), false, reading, rules);
                value("power_consumption", isOutside(power, 2760, 3240), false, reading, rules);
                running("temperature", temperature, 65, 85, reading, rules);
                running("fan_speed", fan, 4000, 6000, reading, rules);
            }
            case "maintenance" -> {
                value("hashrate", isOutside(hashrate, 5.5, 22), false, reading, rules);
                value("power_consumption", isOutside(power, 300, 900), false, reading, rules);
                running("temperature", temperature, 70, 95, reading, rules);
                running("fan_speed", fan, 3000, 7000, reading, rules);
            }
            default -> {
                value("hashrate", isOutside(hashrate, 0, 0), false, reading, rules);
                value("power_consumption", isOutside(power, 0, 0), false, reading, rules);
                value("temperature", false, temperature != null, reading, rules);
                value("fan_speed", false, fan != null, reading, rules);
            }
        }
    }

    private void running(String metric, Double value, double min, double max, MinerTelemetry reading, Set<Rule> rules) {
        value(metric, value != null && isOutside(value, min, max), value == null, reading, rules);
    }

    private static boolean isOutside(double value, double min, double max) {
        return Double.isNaN(value) || value < min - 0.0051 || value > max + 0.0051;
    }

    private void value(String metric, boolean outside, boolean wrongNull, MinerTelemetry reading, Set<Rule> rules) {
        if (outside) {
            rules.add(Rule.RANGE);
        }
        if (wrongNull) {
            rules.add(Rule.NULLABILITY);
        } else {
            // A value that must not be null and is, is not within its range either.
            judge(outside, "range/" + metric, reading);
        }
        judge(wrongNull, "nullability/" + metric, reading);
    }

    private void window(
            Scenario scenario,
            Map<Integer, List<RosterRecord>> roster,
            IdentityHashMap<MinerTelemetry, Set<Rule>> brokenByRecord,
            int from,
            int to) {
        Instant start = scenario.at(from);
        Instant end = scenario.at(to);
        Map<Integer, List<MinerTelemetry>> byMiner = new HashMap<>();
        roster.keySet().forEach(miner -> byMiner.put(miner, new ArrayList<>()));
        long received = 0;
        long duplicates = 0;
        for (MinerTelemetry reading : scenario.telemetry) {
            if (!reading.getRecordedAt().isBefore(start)
                    && reading.getRecordedAt().isBefore(end)) {
                byMiner.computeIfAbsent(reading.getMinerId(), any -> new ArrayList<>())
                        .add(reading);
                received++;
                duplicates += brokenByRecord.get(reading).contains(Rule.DUPLICATE) ? 1 : 0;
            }
        }
        Map<Rule, Set<Integer>> failures = new TreeMap<>();
        Set<Integer> failed = new HashSet<>();
        byMiner.forEach((miner, readings) -> {
            Set<Rule> rules = new TreeSet<>();
            readings.forEach(reading -> rules.addAll(brokenByRecord.get(reading)));
            if (roster.containsKey(miner)) {
                TreeSet<Long> times = timePoints(readings);
                TreeSet<Long> missing = new TreeSet<>();
                TreeSet<Long> holes = new TreeSet<>();
                for (int point = from; point < to; point++) {
                    long time = scenario.at(point).toEpochMilli();
                    if (!times.contains(time)) {
                        missing.add(time);
                        if (!times.isEmpty() && times.first() < time && times.last() > time) {
                            holes.add(time);
                        }
                    }
                }
                boolean more = readings.size() > times.size();
                TreeSet<Long> wrong = new TreeSet<>(missing);
                wrong.addAll(twice(readings));
                boolean count = readings.size() != to - from;
                if (count) {
                    rules.add(Rule.COUNT);
                }
                if (!holes.isEmpty()) {
                    rules.add(Rule.GAP);
                }
                List<RosterRecord> known = roster.get(miner);
                silence(scenario, miner, known, readings, from, to);
                judgeWindow(count && (more || !isDown(known, missing)), "count", miner, wrong, start, end);
                judgeWindow(!holes.isEmpty() && !isDown(known, holes), "gap", miner, holes, start, end);
            }
            rules.forEach(rule ->
                    failures.computeIfAbsent(rule, any -> new TreeSet<>()).add(miner));
            if (!rules.isEmpty()) {
                failed.add(miner);
            }
        });
        verdicts.add(new Expected(
                start,
                byMiner.size(),
                failed.size(),
                (long) roster.size() * (to - from),
                received,
                duplicates,
                failures,
                statuses(roster, byMiner, brokenByRecord, start, scenario.at(to - 1))));
    }

    /** A silence is judged at its third time point, and not again before the miner is heard. */
    private void silence(
            Scenario scenario, int miner, List<RosterRecord> known, List<MinerTelemetry> readings, int from, int to) {
        // It may go on from the window before.
        int row = Math.min(2, silentAtEnd.getOrDefault(miner, 0));
        boolean told = false;
        for (int point = from; point < to; point++) {
            Instant time = scenario.at(point);
            long timeMs = time.toEpochMilli();
            boolean heard = readings.stream()
                    .mapToLong(reading -> reading.getRecordedAt().toEpochMilli())
                    .anyMatch(ms -> ms >= timeMs && ms < timeMs + intervalMs);
            boolean expected =
                    known.stream().anyMatch(entry -> !entry.validFrom().isAfter(time))
                            && !isDown(known, Set.of(timeMs));
            row = heard || !expected ? 0 : row + 1;
            told &= !heard;
            if (heard) {
                history("silent_miner", miner)
                        .add(new Judgement(Kind.GOOD, timeMs, timeMs, "", intervalMs, null, null));
            } else if (row >= 3 && !told) {
                told = true;
                history("silent_miner", miner)
                        .add(new Judgement(Kind.BAD, timeMs - 2 * intervalMs, timeMs, "", intervalMs, null, null));
            }
        }
        silentAtEnd.put(miner, row);
    }

    private static Map<String, Status> statuses(
            Map<Integer, List<RosterRecord>> roster,
            Map<Integer, List<MinerTelemetry>> byMiner,
            IdentityHashMap<MinerTelemetry, Set<Rule>> brokenByRecord,
            Instant start,
            Instant last) {
        Map<String, Set<Integer>> miners = new TreeMap<>();
        Map<String, List<Double>> hashrates = new TreeMap<>();
        roster.forEach((miner, known) -> {
            Set<String> held = new TreeSet<>();
            held.add(statusAt(known, start));
            known.stream()
                    .map(RosterRecord::validFrom)
                    .filter(time -> time.isAfter(start) && !time.isAfter(last))
                    .forEach(time -> held.add(statusAt(known, time)));
            held.forEach(status ->
                    miners.computeIfAbsent(status, any -> new TreeSet<>()).add(miner));
            for (MinerTelemetry reading : byMiner.get(miner)) {
                if (!brokenByRecord.get(reading).contains(Rule.DUPLICATE)) {
                    hashrates
                            .computeIfAbsent(statusAt(known, reading.getRecordedAt()), any -> new ArrayList<>())
                            .add(reading.getHashrate());
                }
            }
        });
        Map<String, Status> statuses = new TreeMap<>();
        miners.forEach((status, ids) -> {
            List<Double> values = hashrates.getOrDefault(status, List.of());
            statuses.put(
                    status,
                    new Status(
                            ids.size(),
                            values.size(),
                            values.stream().mapToDouble(value -> value).min().orElse(0),
                            values.stream().mapToDouble(value -> value).max().orElse(0)));
        });
        return statuses;
    }

    private TreeSet<Long> timePoints(List<MinerTelemetry> readings) {
        TreeSet<Long> times = new TreeSet<>();
        for (MinerTelemetry reading : readings) {
            if (reading.getRecordedAt().toEpochMilli() % intervalMs == 0) {
                times.add(reading.getRecordedAt().toEpochMilli());
            }
        }
        return times;
    }

    private Set<Long> twice(List<MinerTelemetry> readings) {
        Set<Long> once = new HashSet<>();
        Set<Long> twice = new HashSet<>();
        for (MinerTelemetry reading : readings) {
            long time = reading.getRecordedAt().toEpochMilli();
            if (time % intervalMs == 0 && !once.add(time)) {
                twice.add(time);
            }
        }
        return twice;
    }

    /** Whether the roster has the miner as offline or in maintenance at all of these times. */
    private static boolean isDown(List<RosterRecord> known, Set<Long> times) {
        for (long time : times) {
            String status = statusAt(known, Instant.ofEpochMilli(time));
            if (!status.equals("offline") && !status.equals("maintenance")) {
                return false;
            }
        }
        return true;
    }

    private void judge(boolean bad, String kind, MinerTelemetry reading) {
        long atMs = reading.getRecordedAt().toEpochMilli();
        history(kind, reading.getMinerId())
                .add(new Judgement(bad ? Kind.BAD : Kind.GOOD, atMs, atMs, "", intervalMs, null, null));
    }

    private void judgeWindow(boolean bad, String kind, int miner, TreeSet<Long> wrong, Instant start, Instant end) {
        long fromMs = bad && !wrong.isEmpty() ? wrong.first() : start.toEpochMilli();
        history(kind, miner)
                .add(new Judgement(
                        bad ? Kind.BAD : Kind.GOOD, fromMs, end.toEpochMilli(), "", intervalMs, Scenario.SITE, null));
    }

    private List<Judgement> history(String kind, int miner) {
        return histories.computeIfAbsent(kind + "/miner/" + miner, any -> new ArrayList<>());
    }

    private static Double number(Integer value) {
        return value == null ? null : Double.valueOf(value);
    }
}
