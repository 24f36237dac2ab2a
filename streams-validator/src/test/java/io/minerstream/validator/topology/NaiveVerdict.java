package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MetricSummary;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.topology.NaiveRules.Broken;
import io.minerstream.validator.topology.NaiveSeries.Counted;
import io.minerstream.validator.topology.NaiveSeries.Window;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rules of docs/rules.md on a window, and its verdict. */
final class NaiveVerdict {

    private final NaiveValidator validator;
    private final NaiveSilence silence;
    private final NaiveSeries series;
    private final Window window;
    private final List<Counted> counted;
    private final Map<Rule, Set<Integer>> failures = new TreeMap<>();
    private final Map<String, Set<Integer>> minersByStatus = new TreeMap<>();
    private final Set<Integer> judged = new TreeSet<>();
    private final Set<Integer> failed = new TreeSet<>();
    private long expected;

    NaiveVerdict(NaiveValidator validator, NaiveSilence silence, NaiveSeries series, Window window) {
        this.validator = validator;
        this.silence = silence;
        this.series = series;
        this.window = window;
        this.counted = series.in(window);
    }

    WindowVerdict over(Set<Integer> miners) {
        miners.forEach(miner -> judge(
                miner,
                counted.stream().filter(each -> each.sent().miner() == miner).toList()));
        List<RuleFailures> broken = new ArrayList<>();
        failures.forEach((rule, ofRule) -> broken.add(new RuleFailures(rule, ofRule.size(), firstTen(ofRule))));
        return new WindowVerdict(
                series.site,
                series.run(),
                window.start,
                window.end,
                failed.isEmpty(),
                judged.size(),
                judged.size() - failed.size(),
                failed.size(),
                expected,
                (long) counted.size(),
                counted.stream().filter(Counted::duplicate).count(),
                broken,
                statuses(),
                1,
                validator.now);
    }

    static List<Integer> firstTen(Collection<Integer> miners) {
        return miners.stream().sorted().limit(10).toList();
    }

    private void judge(int miner, List<Counted> sent) {
        if (validator.roster.has(miner)) {
            silence.close(miner, series, window);
        }
        Instant lastPoint = window.end.minusMillis(series.intervalMs);
        List<HostingMiner> entries = List.copyOf(validator.roster.between(miner, window.start, lastPoint));
        boolean ofSite = !entries.isEmpty() && entries.get(entries.size() - 1).getSiteId() == series.site;
        NaivePolicy policy = entries.isEmpty()
                ? validator.policy(series.site, null)
                : validator.policy(
                        entries.get(entries.size() - 1).getSiteId(),
                        entries.get(entries.size() - 1).getModelName());
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        sent.forEach(each -> rules.addAll(each.rules()));
        List<Broken> alerts = new ArrayList<>();
        if (ofSite) {
            expected += window.start.until(window.end, ChronoUnit.MILLIS) / series.intervalMs;
            entries.forEach(entry -> minersByStatus
                    .computeIfAbsent(entry.getStatus(), any -> new TreeSet<>())
                    .add(miner));
            check(miner, sent, rules, alerts);
        } else if (!sent.isEmpty() && rules.add(Rule.UNKNOWN_MINER)) {
            alerts.add(NaiveRules.notOfSite(miner, series.site, points(sent)));
        }
        rules.removeAll(policy.off);
        if (ofSite || !sent.isEmpty()) {
            judged.add(miner);
            rules.forEach(rule ->
                    failures.computeIfAbsent(rule, any -> new TreeSet<>()).add(miner));
            if (!rules.isEmpty()) {
                failed.add(miner);
            }
        }
        for (Rule rule : List.of(Rule.COUNT, Rule.GAP, Rule.UNKNOWN_MINER, Rule.OFF_CADENCE)) {
            List<Broken> ofRule =
                    alerts.stream().filter(each -> each.rule() == rule).toList();
            ofRule.forEach(each -> validator.broken(policy, miner, each, series, window));
            if (ofRule.isEmpty()) {
                validator.holds(policy, miner, rule, series, window);
            }
        }
        validator.off(policy, miner, series, window);
    }

    private List<Instant> points(List<Counted> sent) {
        return sent.stream()
                .map(each -> each.sent().time())
                .filter(time -> time.toEpochMilli() % series.intervalMs == 0)
                .distinct()
                .sorted()
                .toList();
    }

    /** COUNT, GAP, and what turns out to be off the cadence now that it is known. */
    private void check(int miner, List<Counted> sent, Set<Rule> rules, List<Broken> alerts) {
        TreeSet<Instant> times = new TreeSet<>(points(sent));
        TreeSet<Instant> missing = new TreeSet<>();
        int points = 0;
        for (Instant point = window.start; point.isBefore(window.end); point = point.plusMillis(series.intervalMs)) {
            points++;
            if (!times.contains(point)) {
                missing.add(point);
            }
        }
        TreeSet<Instant> twice = new TreeSet<>();
        times.forEach(time -> {
            if (sent.stream().filter(each -> each.sent().time().equals(time)).count() > 1) {
                twice.add(time);
            }
        });
        List<Instant> off = sent.stream()
                .map(each -> each.sent().time())
                .filter(time -> time.toEpochMilli() % series.intervalMs != 0)
                .sorted()
                .toList();
        if (sent.size() != points) {
            rules.add(Rule.COUNT);
            boolean more = sent.size() > times.size();
            if (more || !validator.roster.isDown(miner, missing)) {
                alerts.add(NaiveRules.count(
                        miner, window.toString(), points, sent.size(), missing, twice, off.size(), series.intervalMs));
            }
        }
        Broken gap = NaiveRules.gap(miner, times, series.intervalMs);
        if (gap != null) {
            rules.add(Rule.GAP);
            if (!validator.roster.isDown(miner, gap.timePoints())) {
                alerts.add(gap);
            }
        }
        List<Instant> unreported = sent.stream()
                .filter(each -> each.sent().isAtPoint())
                .map(each -> each.sent().time())
                .filter(off::contains)
                .distinct()
                .sorted()
                .toList();
        if (!unreported.isEmpty()) {
            rules.add(Rule.OFF_CADENCE);
            alerts.add(NaiveRules.offCadence(miner, unreported, series.intervalMs));
        }
    }

    private List<StatusSummary> statuses() {
        List<Counted> known = counted.stream()
                .filter(each -> !each.duplicate() && each.status() != null)
                .toList();
        Set<String> all = new TreeSet<>(minersByStatus.keySet());
        known.forEach(each -> all.add(each.status()));
        return all.stream()
                .map(status -> {
                    List<Counted> of = known.stream()
                            .filter(each -> each.status().equals(status))
                            .toList();
                    return new StatusSummary(
                            status,
                            minersByStatus.getOrDefault(status, Set.of()).size(),
                            (long) of.size(),
                            summary(of.stream()
                                    .map(each -> each.sent().value().getHashrate())
                                    .toList()),
                            summary(of.stream()
                                    .map(each -> each.sent().value().getPowerConsumption())
                                    .toList()),
                            summary(of.stream()
                                    .map(each -> each.sent().value().getTemperature())
                                    .filter(value -> value != null)
                                    .toList()));
                })
                .toList();
    }

    private static MetricSummary summary(List<Double> all) {
        List<Double> values = all.stream().filter(Double::isFinite).toList();
        return new MetricSummary(
                (long) values.size(),
                values.stream().mapToLong(value -> Math.round(value * 100)).sum() / 100.0,
                values.stream().mapToDouble(value -> value).min().orElse(0),
                values.stream().mapToDouble(value -> value).max().orElse(0));
    }
}
