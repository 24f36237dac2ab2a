package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Rule;
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

    final Map<String, Integer> alerts = new TreeMap<>();
    final List<Expected> verdicts = new ArrayList<>();
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
        Set<Integer> unknown = new HashSet<>();
        for (MinerTelemetry reading : scenario.telemetry) {
            Set<Rule> rules = broken.computeIfAbsent(reading, any -> new TreeSet<>());
            List<RosterRecord> known = roster.get(reading.getMinerId());
            if (known == null) {
                rules.add(Rule.UNKNOWN_MINER);
                if (unknown.add(reading.getMinerId())) {
                    alert("unknown_miner", reading.getMinerId());
                }
            } else {
                values(reading, statusAt(known, reading.getRecordedAt()), rules);
            }
            if (reading.getRecordedAt().toEpochMilli() % intervalMs != 0) {
                rules.add(Rule.OFF_CADENCE);
                alert("off_cadence", reading.getMinerId());
            } else if (!seen.add(reading.getMinerId() + "@" + reading.getRecordedAt())) {
                rules.add(Rule.DUPLICATE);
                alert("duplicate", reading.getMinerId());
            }
        }
        return broken;
    }

    private void values(MinerTelemetry reading, String status, Set<Rule> rules) {
        int miner = reading.getMinerId();
        switch (status) {
            case "active" -> {
                range("hashrate", reading.getHashrate(), 99, 121, miner, rules);
                range("power_consumption", reading.getPowerConsumption(), 2760, 3240, miner, rules);
                running("temperature", reading.getTemperature(), 65, 85, miner, rules);
                running("fan_speed", number(reading.getFanSpeed()), 4000, 6000, miner, rules);
            }
            case "maintenance" -> {
                range("hashrate", reading.getHashrate(), 5.5, 22, miner, rules);
                range("power_consumption", reading.getPowerConsumption(), 300, 900, miner, rules);
                running("temperature", reading.getTemperature(), 70, 95, miner, rules);
                running("fan_speed", number(reading.getFanSpeed()), 3000, 7000, miner, rules);
            }
            default -> {
                range("hashrate", reading.getHashrate(), 0, 0, miner, rules);
                range("power_consumption", reading.getPowerConsumption(), 0, 0, miner, rules);
                if (reading.getTemperature() != null) {
                    rules.add(Rule.NULLABILITY);
                    alert("nullability/temperature", miner);
                }
                if (reading.getFanSpeed() != null) {
                    rules.add(Rule.NULLABILITY);
                    alert("nullability/fan_speed", miner);
                }
            }
        }
    }

    private void running(String metric, Double value, double min, double max, int miner, Set<Rule> rules) {
        if (value == null) {
            rules.add(Rule.NULLABILITY);
            alert("nullability/" + metric, miner);
        } else {
            range(metric, value, min, max, miner, rules);
        }
    }

    private void range(String metric, double value, double min, double max, int miner, Set<Rule> rules) {
        if (Double.isNaN(value) || value < min - 0.0051 || value > max + 0.0051) {
            rules.add(Rule.RANGE);
            alert("range/" + metric, miner);
        }
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
                if (readings.size() != to - from) {
                    rules.add(Rule.COUNT);
                    alert("count", miner);
                }
                if (hasGap(readings)) {
                    rules.add(Rule.GAP);
                    alert("gap", miner);
                }
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

    private boolean hasGap(List<MinerTelemetry> readings) {
        TreeSet<Long> times = new TreeSet<>();
        for (MinerTelemetry reading : readings) {
            if (reading.getRecordedAt().toEpochMilli() % intervalMs == 0) {
                times.add(reading.getRecordedAt().toEpochMilli());
            }
        }
        Long before = null;
        for (long time : times) {
            if (before != null && time - before > intervalMs) {
                return true;
            }
            before = time;
        }
        return false;
    }

    private void alert(String kind, int miner) {
        alerts.merge(kind + "/miner/" + miner, 1, Integer::sum);
    }

    private static Double number(Integer value) {
        return value == null ? null : Double.valueOf(value);
    }
}
