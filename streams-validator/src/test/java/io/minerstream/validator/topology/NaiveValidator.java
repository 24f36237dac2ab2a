package io.minerstream.validator.topology;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.MetricSummary;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.Severity;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.alert.NaiveLife;
import io.minerstream.validator.alert.NaiveLife.Change;
import io.minerstream.validator.alert.NaiveLife.Judgement;
import io.minerstream.validator.alert.NaiveLife.Kind;
import io.minerstream.validator.topology.NaiveRules.Broken;
import io.minerstream.validator.topology.NaiveSeries.Counted;
import io.minerstream.validator.topology.NaiveSeries.Sent;
import io.minerstream.validator.topology.NaiveSeries.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The validator again, slow and obvious: what must come out of given records. It holds all of them in plain collections, and shares
 * no judging code with the validator. Read it against docs/rules.md and docs/validate-your-own.md.
 */
final class NaiveValidator {

    /** What is broken, where and by which records. */
    private record Offence(Broken broken, Integer site, String run, Window window, Sent first, Sent last) {}

    /** The verdict over a window in all partitions. */
    private record Merged(String run, Instant began, WindowVerdict verdict) {}

    final ArrivalPlan plan;
    final NaiveRoster roster = new NaiveRoster();

    /** Of the sites whose cadence is configured or learnt, ms. */
    final Map<Integer, Long> cadences = new HashMap<>();

    /** By site and window, in their order. */
    final Map<String, List<WindowVerdict>> verdicts = new TreeMap<>();

    /** Partition, offset and reason of each reading in the quarantine; a reason may end with dots. */
    final List<String> quarantine = new ArrayList<>();

    Instant now = ValidatorHarness.NOW;
    private final List<NaivePartition> partitions = new ArrayList<>();
    private final Map<String, List<Judgement>> histories = new TreeMap<>();
    private final Map<String, List<WindowVerdict>> partials = new HashMap<>();
    private final Map<String, Instant> began = new HashMap<>();
    private final Map<String, Merged> latest = new HashMap<>();

    NaiveValidator(ArrivalPlan plan) {
        this.plan = plan;
        for (int partition = 0; partition < plan.partitions(); partition++) {
            partitions.add(new NaivePartition(this, partition));
        }
        for (int site : ArrivalPlans.SITES) {
            Interval cadence = plan.eventTime().cadenceOf(site);
            if (cadence != null) {
                cadences.put(site, cadence.seconds() * 1000L);
            }
        }
        plan.arrivals().forEach(this::accept);
    }

    private void accept(Arrival arrival) {
        if (arrival instanceof Arrival.Entry entry) {
            entry(entry);
        } else if (arrival instanceof Arrival.Reading reading) {
            partitions.get(reading.partition()).reading(reading);
        } else if (arrival instanceof Arrival.Garbage garbage) {
            partitions.get(garbage.partition()).garbage(garbage);
        } else if (arrival instanceof Arrival.Mark mark) {
            partitions.get(mark.watermark().getPartition()).watermark(mark.watermark());
        } else if (arrival instanceof Arrival.Silence silence) {
            now = now.plus(silence.length());
            partitions.forEach(partition -> partition.silence(silence.length().compareTo(ValidatorHarness.GRACE) >= 0));
        }
    }

    private void entry(Arrival.Entry entry) {
        roster.accept(entry);
        partitions.forEach(partition -> partition.rosterChanged(entry.minerId()));
        if (entry.miner() == null) {
            long atMs = entry.validFrom().toEpochMilli();
            String subject = "/miner/" + entry.minerId();
            histories.forEach((fingerprint, history) -> {
                if (fingerprint.endsWith(subject) && !fingerprint.startsWith("unknown_miner")) {
                    history.add(new Judgement(Kind.REMOVED, atMs, atMs, "", 0, null, null));
                }
            });
        }
    }

    void quarantine(int partition, long offset, String reason) {
        quarantine.add("%s@%s: %s".formatted(partition, offset, reason));
    }

    /** Readings of a window of event time came: all partitions judge it. */
    String open(int site, Instant start, Instant end) {
        String name = site + ":" + start;
        partitions.forEach(partition -> partition.open(name, site, start, end));
        return name;
    }

    /** The most frequent distance of two neighbouring readings of a miner, of several the smallest, in whole minutes. */
    void learnCadence(NaiveSeries series) {
        if (cadences.containsKey(series.site)) {
            return;
        }
        Map<Integer, TreeSet<Long>> minutes = new TreeMap<>();
        for (Counted counted : series.counted) {
            if (counted.sent().isAtPoint()) {
                minutes.computeIfAbsent(counted.sent().miner(), any -> new TreeSet<>())
                        .add(counted.sent().time().toEpochMilli());
            }
        }
        Map<Long, Integer> distances = new TreeMap<>();
        for (TreeSet<Long> ofMiner : minutes.values()) {
            ofMiner.forEach(time -> {
                if (!time.equals(ofMiner.first())) {
                    distances.merge(time - ofMiner.lower(time), 1, Integer::sum);
                }
            });
        }
        Duration window = Duration.ofHours(plan.windowHours());
        Duration offset = plan.eventTime().offset();
        int most = 0;
        for (Map.Entry<Long, Integer> distance : distances.entrySet()) {
            long ms = distance.getKey();
            boolean allowed = 3_600_000 % ms == 0 || (ms % 3_600_000 == 0 && 86_400_000 % ms == 0);
            boolean fits = window.toMillis() % ms == 0 && offset.toMillis() % ms == 0;
            if (allowed && fits && distance.getValue() > most) {
                most = distance.getValue();
                cadences.put(series.site, ms);
            }
        }
    }

    /** A rule of single readings is broken. */
    void broken(Broken broken, Integer site, Sent first, Sent last) {
        String run = last.run().contains(":") ? "event-time" : last.run().isEmpty() ? null : last.run();
        List<Instant> times = broken.timePoints();
        history(broken.kind(), last.miner())
                .add(new Judgement(
                        Kind.BAD,
                        times.get(0).toEpochMilli(),
                        times.get(times.size() - 1).toEpochMilli(),
                        last.run(),
                        last.intervalMs(),
                        null,
                        new Offence(broken, site, run, null, first, last)));
    }

    /** A rule of single readings holds. */
    void holds(Rule rule, String metric, Sent sent) {
        long atMs = sent.time().toEpochMilli();
        history(Broken.kind(rule, metric), sent.miner())
                .add(new Judgement(Kind.GOOD, atMs, atMs, sent.run(), sent.intervalMs(), null, null));
    }

    /** A silence, which no record proves. */
    void silent(int miner, Broken broken, NaiveSeries series) {
        String run = series.isEventTime ? "event-time" : series.name;
        List<Instant> times = broken.timePoints();
        history(broken.kind(), miner)
                .add(new Judgement(
                        Kind.BAD,
                        times.get(0).toEpochMilli(),
                        times.get(times.size() - 1).toEpochMilli(),
                        series.name,
                        series.intervalMs,
                        null,
                        new Offence(broken, series.site, run, null, null, null)));
    }

    /** At time points without a silence between them. */
    void heard(int miner, List<Instant> times, NaiveSeries series) {
        if (!times.isEmpty()) {
            history(Broken.kind(Rule.SILENT_MINER, null), miner)
                    .add(new Judgement(
                            Kind.GOOD,
                            times.get(0).toEpochMilli(),
                            times.get(times.size() - 1).toEpochMilli(),
                            series.name,
                            series.intervalMs,
                            null,
                            null));
        }
    }

    /** A rule of windows is broken. */
    void broken(int miner, Broken broken, NaiveSeries series, Window window) {
        Instant from = broken.timePoints().isEmpty()
                ? window.start
                : broken.timePoints().get(0);
        String run = series.isEventTime ? "event-time" : series.name;
        history(broken.kind(), miner)
                .add(new Judgement(
                        Kind.BAD,
                        from.toEpochMilli(),
                        window.end.toEpochMilli(),
                        series.name,
                        series.intervalMs,
                        series.site,
                        new Offence(broken, series.site, run, window, null, null)));
    }

    /** A rule of windows holds. */
    void holds(int miner, Rule rule, NaiveSeries series, Window window) {
        history(Broken.kind(rule, null), miner)
                .add(new Judgement(
                        Kind.GOOD,
                        window.start.toEpochMilli(),
                        window.end.toEpochMilli(),
                        series.name,
                        series.intervalMs,
                        series.site,
                        null));
    }

    private List<Judgement> history(String kind, int miner) {
        return histories.computeIfAbsent(kind + "/miner/" + miner, any -> new ArrayList<>());
    }

    /** By fingerprint, the records in their order; null is a tombstone. */
    Map<String, List<TelemetryAlert>> alerts() {
        Map<String, List<TelemetryAlert>> alerts = new TreeMap<>();
        histories.forEach((fingerprint, history) -> {
            List<TelemetryAlert> records = new ArrayList<>();
            NaiveLife.DEFAULTS.records(history).forEach(change -> records.add(alert(fingerprint, change)));
            if (!records.isEmpty()) {
                alerts.put(fingerprint, records);
            }
        });
        return alerts;
    }

    private static TelemetryAlert alert(String fingerprint, Change change) {
        if (change.state().equals("WITHDRAWN")) {
            return null;
        }
        Offence first = (Offence) change.first().what();
        Offence said = (Offence) change.said().what();
        Offence last = (Offence) change.last().what();
        Broken broken = said.broken;
        boolean isWarning = Set.of(Rule.DUPLICATE, Rule.OFF_CADENCE, Rule.LATE, Rule.FROZEN_VALUE)
                .contains(broken.rule());
        return new TelemetryAlert(
                fingerprint,
                broken.rule(),
                broken.metric(),
                isWarning ? Severity.WARNING : Severity.CRITICAL,
                AlertState.valueOf(change.state()),
                first.site,
                Integer.valueOf(fingerprint.substring(fingerprint.lastIndexOf('/') + 1)),
                said.run,
                said.window == null ? null : said.window.start,
                said.window == null ? null : said.window.end,
                broken.timePoints(),
                broken.expected(),
                broken.observed(),
                broken.lower(),
                broken.upper(),
                broken.message(),
                evidence(first.first),
                evidence(last.last),
                Instant.EPOCH,
                Instant.ofEpochMilli(change.startsMs()),
                change.resolvedMs() == null ? null : Instant.ofEpochMilli(change.resolvedMs()),
                1,
                List.of());
    }

    private static Evidence evidence(Sent sent) {
        return sent == null ? null : new Evidence("miner-telemetry", sent.partition(), sent.offset());
    }

    /** A partition judged a window: the verdict comes when all have. */
    void judged(NaiveSeries series, WindowVerdict partial) {
        String window = "%s:%s/%s".formatted(series.site, partial.getWindowStart(), partial.getWindowEnd());
        String ofRun = series.isEventTime ? window : window + " " + series.name;
        List<WindowVerdict> collected = partials.computeIfAbsent(ofRun, any -> new ArrayList<>());
        collected.add(partial);
        began.merge(ofRun, series.firstSeen, (left, right) -> left.isBefore(right) ? left : right);
        if (collected.size() < series.partitions) {
            return;
        }
        Merged merged = new Merged(ofRun, began.get(ofRun), merge(collected));
        List<WindowVerdict> records = verdicts.computeIfAbsent(window, any -> new ArrayList<>());
        records.add(merged.verdict);
        Merged known = latest.get(window);
        if (known == null || !known.began.isAfter(merged.began)) {
            latest.put(window, merged);
        } else {
            // The newest record is that of the run that began last.
            records.add(known.verdict);
        }
    }

    private WindowVerdict merge(List<WindowVerdict> all) {
        WindowVerdict first = all.get(0);
        Map<Rule, List<RuleFailures>> failures = new TreeMap<>();
        Map<String, List<StatusSummary>> statuses = new TreeMap<>();
        for (WindowVerdict each : all) {
            each.getFailures().forEach(failure -> failures.computeIfAbsent(failure.getRule(), any -> new ArrayList<>())
                    .add(failure));
            each.getStatuses().forEach(status -> statuses.computeIfAbsent(status.getStatus(), any -> new ArrayList<>())
                    .add(status));
        }
        int failed = all.stream().mapToInt(WindowVerdict::getMinersFailed).sum();
        return new WindowVerdict(
                first.getSiteId(),
                first.getRunId(),
                first.getWindowStart(),
                first.getWindowEnd(),
                failed == 0,
                all.stream().mapToInt(WindowVerdict::getMiners).sum(),
                all.stream().mapToInt(WindowVerdict::getMinersPassed).sum(),
                failed,
                all.stream().mapToLong(WindowVerdict::getExpectedRecords).sum(),
                all.stream().mapToLong(WindowVerdict::getReceivedRecords).sum(),
                all.stream().mapToLong(WindowVerdict::getDuplicateRecords).sum(),
                failures.values().stream().map(NaiveValidator::mergeFailures).toList(),
                statuses.values().stream().map(NaiveValidator::mergeStatuses).toList(),
                all.size(),
                Instant.EPOCH);
    }

    private static RuleFailures mergeFailures(List<RuleFailures> all) {
        List<Integer> examples =
                all.stream().flatMap(each -> each.getExamples().stream()).toList();
        return new RuleFailures(
                all.get(0).getRule(),
                all.stream().mapToInt(RuleFailures::getMiners).sum(),
                NaiveVerdict.firstTen(examples));
    }

    private static StatusSummary mergeStatuses(List<StatusSummary> all) {
        return new StatusSummary(
                all.get(0).getStatus(),
                all.stream().mapToInt(StatusSummary::getMiners).sum(),
                all.stream().mapToLong(StatusSummary::getRecords).sum(),
                mergeMetrics(all.stream().map(StatusSummary::getHashrate).toList()),
                mergeMetrics(all.stream().map(StatusSummary::getPower).toList()),
                mergeMetrics(all.stream().map(StatusSummary::getTemperature).toList()));
    }

    private static MetricSummary mergeMetrics(List<MetricSummary> all) {
        List<MetricSummary> some =
                all.stream().filter(each -> each.getCount() > 0).toList();
        return new MetricSummary(
                some.stream().mapToLong(MetricSummary::getCount).sum(),
                some.stream().mapToLong(each -> Math.round(each.getSum() * 100)).sum() / 100.0,
                some.stream().mapToDouble(MetricSummary::getMin).min().orElse(0),
                some.stream().mapToDouble(MetricSummary::getMax).max().orElse(0));
    }
}
