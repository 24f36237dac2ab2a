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
import io.minerstream.schemas.topic.RecordKey;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The validator again, slow and obvious: what must come out of given records. It holds all of them in plain collections, and shares
 * no judging code with the validator. Read it against docs/rules.md and docs/validate-your-own.md.
 */
final class NaiveValidator {

    /**
     * What a judgement is about.
     *
     * @param step its place in what the sites hear of
     * @param awaits with what it is known whether this is a matter of the site
     * @param offence null when the rule holds
     */
    private record Said(int step, Instant now, NaiveLife life, String awaits, Offence offence) {}

    /** What is broken, where and by which records. */
    private record Offence(Broken broken, Integer site, String run, Window window, Sent first, Sent last) {}

    /**
     * What is judged, as {@link Judgement} has it.
     *
     * @param site of a window; null for readings
     */
    private record Span(Instant from, Instant to, String run, long intervalMs, Integer site, String awaits) {

        static Span of(Sent sent) {
            return new Span(sent.time(), sent.time(), sent.run(), sent.intervalMs(), null, "");
        }

        static Span of(NaiveSeries series, Window window, Instant from) {
            String awaits = NaiveSites.verdict(series.site, series.run(), window.start);
            return new Span(from, window.end, series.name, series.intervalMs, series.site, awaits);
        }
    }

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

    /** What the sites hear of. */
    private final List<Consumer<NaiveSites>> steps = new ArrayList<>();

    private final Map<String, List<WindowVerdict>> partials = new HashMap<>();
    private final Map<String, Instant> began = new HashMap<>();
    private final Map<String, Merged> latest = new HashMap<>();
    private final Map<String, NaivePolicy> policies = new HashMap<>();

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
            Instant then = now;
            steps.add(sites -> sites.tick(then));
            partitions.forEach(partition -> partition.silence(silence.length().compareTo(ValidatorHarness.GRACE) >= 0));
        }
    }

    private void entry(Arrival.Entry entry) {
        roster.accept(entry);
        partitions.forEach(partition -> partition.rosterChanged(entry.minerId()));
        if (entry.miner() == null) {
            String subject = "/miner/" + entry.minerId();
            histories.keySet().stream()
                    .filter(fingerprint -> fingerprint.endsWith(subject) && !fingerprint.startsWith("unknown_miner"))
                    .forEach(fingerprint -> add(
                            fingerprint,
                            new Span(entry.validFrom(), entry.validFrom(), "", 0, null, ""),
                            Kind.REMOVED,
                            NaiveLife.DEFAULTS,
                            null));
        }
        int partition = partition(entry.minerId());
        Map<Integer, Integer> sizes = new HashMap<>();
        roster.miners().stream()
                .filter(miner -> partition(miner) == partition)
                .forEach(miner -> sizes.merge(roster.at(miner, Instant.MAX).getSiteId(), 1, Integer::sum));
        steps.add(sites -> sites.roster(partition, sizes));
    }

    private int partition(int miner) {
        return RecordKey.partition(RecordKey.of(miner), plan.partitions());
    }

    /** What a miner is judged by. */
    NaivePolicy policy(Integer site, String model) {
        return policies.computeIfAbsent(site + "/" + model, any -> plan.rules().of(site, model));
    }

    /** A partition says how many miners it has. */
    void reports(int partition) {
        steps.add(sites -> sites.report(partition));
    }

    /** All silences of a series were found up to an instant. */
    void looked(NaiveSeries series, int partition, Instant to) {
        int site = series.site;
        int count = series.partitions;
        steps.add(sites -> sites.looked(site, series.run(), partition, count, to));
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
    void broken(NaivePolicy policy, Broken broken, Integer site, Sent first, Sent last) {
        String run = last.run().contains(":") ? "event-time" : last.run().isEmpty() ? null : last.run();
        List<Instant> times = broken.timePoints();
        Span span = new Span(times.get(0), times.get(times.size() - 1), last.run(), last.intervalMs(), null, "");
        broken(policy, last.miner(), span, new Offence(broken, site, run, null, first, last));
    }

    private void broken(NaivePolicy policy, int miner, Span span, Offence offence) {
        Rule rule = offence.broken.rule();
        if (!policy.off.contains(rule)) {
            String fingerprint = offence.broken.kind() + "/miner/" + miner;
            add(fingerprint, span, Kind.BAD, policy.lives.get(rule), offence);
        }
    }

    /** A rule holds. */
    private void holds(NaivePolicy policy, int miner, Rule rule, String metric, Span span) {
        Kind kind = policy.off.contains(rule) ? Kind.OFF : Kind.GOOD;
        add(Broken.kind(rule, metric) + "/miner/" + miner, span, kind, policy.lives.get(rule), null);
    }

    /** The miner is judged: its alerts end that it is not judged by. */
    private void off(NaivePolicy policy, int miner, Span span) {
        for (Rule rule : policy.off) {
            histories.keySet().stream()
                    .filter(fingerprint -> fingerprint.startsWith(Broken.kind(rule, null) + "/")
                            && fingerprint.endsWith("/miner/" + miner))
                    .forEach(fingerprint -> add(fingerprint, span, Kind.OFF, policy.lives.get(rule), null));
        }
    }

    private void add(String fingerprint, Span span, Kind kind, NaiveLife life, Offence offence) {
        Said said = new Said(steps.size(), now, life, span.awaits, offence);
        steps.add(nothing -> {});
        histories
                .computeIfAbsent(fingerprint, any -> new ArrayList<>())
                .add(new Judgement(
                        kind,
                        span.from.toEpochMilli(),
                        span.to.toEpochMilli(),
                        span.run,
                        span.intervalMs,
                        span.site,
                        said));
    }

    /** A rule of single readings holds. */
    void holds(NaivePolicy policy, Rule rule, String metric, Sent sent) {
        holds(policy, sent.miner(), rule, metric, Span.of(sent));
    }

    /** A reading is judged. */
    void off(NaivePolicy policy, Sent sent) {
        off(policy, sent.miner(), Span.of(sent));
    }

    /** A silence, which no record proves. */
    void silent(NaivePolicy policy, int miner, Broken broken, NaiveSeries series) {
        List<Instant> times = broken.timePoints();
        Instant last = times.get(times.size() - 1);
        String awaits = NaiveSites.look(series.run(), last);
        Span span = new Span(times.get(0), last, series.name, series.intervalMs, null, awaits);
        broken(policy, miner, span, new Offence(broken, series.site, series.run(), null, null, null));
    }

    /** At time points without a silence between them. */
    void heard(NaivePolicy policy, int miner, List<Instant> times, NaiveSeries series) {
        if (!times.isEmpty()) {
            Span span = new Span(times.get(0), times.get(times.size() - 1), series.name, series.intervalMs, null, "");
            holds(policy, miner, Rule.SILENT_MINER, null, span);
        }
    }

    /** A rule of windows is broken. */
    void broken(NaivePolicy policy, int miner, Broken broken, NaiveSeries series, Window window) {
        List<Instant> times = broken.timePoints();
        Span span = Span.of(series, window, times.isEmpty() ? window.start : times.get(0));
        broken(policy, miner, span, new Offence(broken, series.site, series.run(), window, null, null));
    }

    /** A rule of windows holds. */
    void holds(NaivePolicy policy, int miner, Rule rule, NaiveSeries series, Window window) {
        holds(policy, miner, rule, null, Span.of(series, window, window.start));
    }

    /** A window is judged. */
    void off(NaivePolicy policy, int miner, NaiveSeries series, Window window) {
        off(policy, miner, Span.of(series, window, window.start));
    }

    /** By fingerprint, the records in their order; null is a tombstone. */
    Map<String, List<TelemetryAlert>> alerts() {
        histories.forEach((fingerprint, history) -> NaiveLife.records(history, each -> said(each).life)
                .forEach(change -> {
                    Said by = said(change.by());
                    Integer site = said(change.first()).offence.site;
                    TelemetryAlert alert = alert(fingerprint, change);
                    int partition = partition(miner(fingerprint));
                    steps.set(by.step, sites -> {
                        sites.report(partition);
                        sites.change(fingerprint, site, by.awaits, alert, by.now);
                    });
                }));
        NaiveSites sites = new NaiveSites(plan.rules().grouping());
        steps.forEach(step -> step.accept(sites));
        return sites.published;
    }

    private static Said said(Judgement judgement) {
        return (Said) judgement.what();
    }

    private static int miner(String fingerprint) {
        return Integer.parseInt(fingerprint.substring(fingerprint.lastIndexOf('/') + 1));
    }

    private static TelemetryAlert alert(String fingerprint, Change change) {
        if (change.state().equals("WITHDRAWN")) {
            return null;
        }
        Offence first = said(change.first()).offence;
        Offence said = said(change.said()).offence;
        Offence last = said(change.last()).offence;
        Broken broken = said.broken;
        boolean isWarning = said(change.said()).life.isWarning();
        return new TelemetryAlert(
                fingerprint,
                broken.rule(),
                broken.metric(),
                isWarning ? Severity.WARNING : Severity.CRITICAL,
                AlertState.valueOf(change.state()),
                first.site,
                miner(fingerprint),
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
        int site = series.site;
        Instant start = partial.getWindowStart();
        steps.add(sites -> sites.judged(site, NaiveSites.verdict(site, series.run(), start)));
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
