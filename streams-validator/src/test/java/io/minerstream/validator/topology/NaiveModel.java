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
            Map<Rule, Set<Integer>> failures) {}

    final Map<String, Integer> alerts = new TreeMap<>();
    final List<Expected> verdicts = new ArrayList<>();

    NaiveModel(Scenario scenario, int windowHours) {
        Map<Integer, HostingMiner> roster = new TreeMap<>();
        scenario.roster.forEach(miner -> roster.put(miner.getMinerId(), miner));
        IdentityHashMap<MinerTelemetry, Set<Rule>> brokenByRecord = judgeRecords(scenario, roster);
        for (int from = 0; from < scenario.hours; from += windowHours) {
            window(scenario, roster, brokenByRecord, from, Math.min(from + windowHours, scenario.hours));
        }
    }

    private IdentityHashMap<MinerTelemetry, Set<Rule>> judgeRecords(
            Scenario scenario, Map<Integer, HostingMiner> roster) {
        // By identity: of two equal records only the second is a duplicate.
        IdentityHashMap<MinerTelemetry, Set<Rule>> broken = new IdentityHashMap<>();
        Set<String> seen = new HashSet<>();
        Set<Integer> unknown = new HashSet<>();
        for (MinerTelemetry reading : scenario.telemetry) {
            Set<Rule> rules = broken.computeIfAbsent(reading, any -> new TreeSet<>());
            HostingMiner miner = roster.get(reading.getMinerId());
            if (miner == null) {
                rules.add(Rule.UNKNOWN_MINER);
                if (unknown.add(reading.getMinerId())) {
                    alert("unknown_miner", reading.getMinerId());
                }
            } else {
                values(reading, miner.getStatus(), rules);
            }
            if (reading.getRecordedAt().toEpochMilli() % 3_600_000 != 0) {
                rules.add(Rule.OFF_HOUR);
                alert("off_hour", reading.getMinerId());
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
            Map<Integer, HostingMiner> roster,
            IdentityHashMap<MinerTelemetry, Set<Rule>> brokenByRecord,
            int fromHour,
            int toHour) {
        Instant start = scenario.at(fromHour);
        Instant end = scenario.at(toHour);
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
                if (readings.size() != toHour - fromHour) {
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
                (long) roster.size() * (toHour - fromHour),
                received,
                duplicates,
                failures));
    }

    private static boolean hasGap(List<MinerTelemetry> readings) {
        TreeSet<Long> times = new TreeSet<>();
        for (MinerTelemetry reading : readings) {
            if (reading.getRecordedAt().toEpochMilli() % 3_600_000 == 0) {
                times.add(reading.getRecordedAt().toEpochMilli());
            }
        }
        Long before = null;
        for (long time : times) {
            if (before != null && time - before > 3_600_000) {
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
