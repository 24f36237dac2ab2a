package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Rule;
import io.minerstream.avro.Watermark;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.validator.topology.NaiveRules.Broken;
import io.minerstream.validator.topology.NaiveSeries.Counted;
import io.minerstream.validator.topology.NaiveSeries.Sent;
import io.minerstream.validator.topology.NaiveSeries.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one partition makes of its records, in the order in which they come: docs/rules.md and docs/validate-your-own.md. */
final class NaivePartition {

    private static final Pattern HEADER = Pattern.compile("([0-9a-z]{8})(?:/([0-9]{1,9}))?");
    private static final List<String> METRICS = List.of("hashrate", "power_consumption", "temperature", "fan_speed");
    private static final long HOUR_MS = 3_600_000;

    /** Until the cadence of a site is known, its readings are noted by the minute. */
    private static final long MINUTE_MS = 60_000;

    private final NaiveValidator validator;
    private final int partition;
    private final Map<String, NaiveSeries> series = new LinkedHashMap<>();

    /** Those with a window to judge. */
    private final Set<NaiveSeries> announced = new LinkedHashSet<>();

    /** Readings that wait for the roster entry of their miner, and those behind them. */
    private final Map<Integer, List<Sent>> waiting = new TreeMap<>();

    /** Miners whose readings have waited in vain. */
    private final Set<Integer> unknown = new HashSet<>();

    /** By miner, its last readings in a row with the same hashrate. */
    private final Map<Integer, List<Sent>> rows = new HashMap<>();

    private final NaiveSilence silence;
    private Instant eventTime = Instant.MIN;

    /** When the broker was last asked for the end of the roster. */
    private Instant asked = Instant.MIN;

    private long offset;

    NaivePartition(NaiveValidator validator, int partition) {
        this.validator = validator;
        this.partition = partition;
        this.silence = new NaiveSilence(validator, partition);
    }

    private static boolean isOf(int minerId, int partition, int partitions) {
        return RecordKey.partition(RecordKey.of(minerId), partitions) == partition;
    }

    void garbage(Arrival.Garbage garbage) {
        validator.quarantine(
                partition,
                offset++,
                "topic miner-telemetry: " + (garbage.value() == null ? "the value must not be null" : "..."));
    }

    void reading(Arrival.Reading reading) {
        MinerTelemetry value = reading.value();
        Matcher header = HEADER.matcher(reading.header() == null ? "" : reading.header());
        String run = header.matches() ? header.group(1) : "";
        long intervalMs = run.isEmpty() || header.group(2) == null ? HOUR_MS : Long.parseLong(header.group(2)) * 1000;
        String refusal = refusal(reading, run, intervalMs);
        if (refusal != null) {
            validator.quarantine(partition, offset++, refusal);
            return;
        }
        Sent sent = new Sent(value, partition, offset++, run, intervalMs, validator.now);
        int miner = sent.miner();
        if (run.isEmpty() && validator.roster.has(miner)) {
            sent = place(sent);
        }
        NaiveSeries ofRun = sent.run().isEmpty() ? null : series(sent.run());
        if (ofRun != null) {
            ofRun.came(sent);
        }
        if (isLate(sent) && waiting.containsKey(miner)) {
            waiting.get(miner).add(sent);
        } else if (ofRun != null && ofRun.isOver(sent.time())) {
            late(sent, ofRun);
        } else if (waiting.containsKey(miner) || (ofRun != null && !ofRun.isRosterKnown) || contradicts(sent)) {
            waiting.computeIfAbsent(miner, any -> new ArrayList<>()).add(sent);
        } else {
            judgeAll(List.of(sent));
        }
    }

    /** Whether a roster entry that is on its way may make it right. */
    private boolean contradicts(Sent sent) {
        HostingMiner entry = validator.roster.at(sent.miner(), sent.time());
        return entry == null
                ? !unknown.contains(sent.miner())
                : !NaiveRules.values(sent.value(), entry, policy(entry, null)).isEmpty();
    }

    /** The broker is asked once at a time whether the roster is read. */
    private boolean isRosterRead() {
        boolean isRead = asked.isBefore(validator.now);
        asked = validator.now;
        return isRead;
    }

    /** Whether its window was judged before it came: outside of all windows, it waits for nothing. */
    private boolean isLate(Sent sent) {
        NaiveSeries ofRun = series.get(sent.run());
        return ofRun != null && ofRun.at(sent.time()) != null && ofRun.isOver(sent.time());
    }

    /** Why a reading goes to the quarantine; null when it does not. */
    private String refusal(Arrival.Reading reading, String run, long intervalMs) {
        int miner = reading.value().getMinerId();
        Instant time = reading.value().getRecordedAt();
        String subject = "reading of miner " + miner + ": ";
        if (reading.key() == null || reading.key() != miner) {
            return "key: must be the miner_id of the value, %s, got %s; its roster entry is elsewhere"
                    .formatted(miner, reading.key());
        }
        if (time.isBefore(Instant.EPOCH) || !time.isBefore(Instant.parse("+10000-01-01T00:00:00Z"))) {
            return subject + "recorded_at must be in the years 1970 to 9999, got " + time;
        }
        if (!run.isEmpty()) {
            long seconds = intervalMs / 1000;
            if (3600 % seconds != 0 && (seconds % 3600 != 0 || 86_400 % seconds != 0)) {
                return subject
                        + "header run: must give whole seconds that divide an hour or whole hours that divide a day,"
                        + " got "
                        + reading.header();
            }
            if (!isOf(miner, partition, validator.plan.partitions())) {
                return wrongPartition(miner);
            }
            NaiveSeries known = series.get(run);
            return known == null || !known.isKnown() || known.intervalMs == intervalMs
                    ? null
                    : subject
                            + "header run must name the interval of the run's watermarks, %s, got %s; it does not count"
                                    .formatted(NaiveRules.length(known.intervalMs), NaiveRules.length(intervalMs));
        }
        Duration maxSkew = validator.plan.eventTime().maxSkew();
        if (time.isAfter(validator.now.plus(maxSkew))) {
            return subject
                    + "recorded_at must be at most %s ahead of the clock (%s), got %s; it moves no time"
                            .formatted(maxSkew, validator.now, time);
        }
        if (time.isBefore(Instant.MIN.equals(eventTime) ? eventTime : eventTime.minus(ValidatorHarness.RETENTION))) {
            return subject
                    + "recorded_at must be at most %s before the newest reading of its partition (%s), got %s"
                            .formatted(ValidatorHarness.RETENTION, eventTime, time);
        }
        return isOf(miner, partition, validator.plan.partitions()) ? null : wrongPartition(miner);
    }

    private String wrongPartition(int miner) {
        return "reading of miner " + miner + ": must be in partition "
                + RecordKey.partition(RecordKey.of(miner), validator.plan.partitions())
                + ", where the default partitioner of Kafka's Java clients (murmur2) puts its key, got " + partition
                + "...";
    }

    /** A reading without run, in its window of event time. */
    private Sent place(Sent sent) {
        int site = validator.roster.at(sent.miner(), sent.time()).getSiteId();
        if (sent.time().isAfter(eventTime)) {
            eventTime = sent.time();
        }
        Duration begin = validator.plan.eventTime().offset();
        Duration length = Duration.ofHours(validator.plan.windowHours());
        long index = Math.floorDiv(sent.time().minus(begin).toEpochMilli(), length.toMillis());
        Instant start = Instant.EPOCH.plus(length.multipliedBy(index)).plus(begin);
        String name = validator.open(site, start, start.plus(length));
        Long cadenceMs = validator.cadences.get(site);
        return sent.in(name, cadenceMs == null ? MINUTE_MS : cadenceMs);
    }

    /** A window of event time that some partition has readings of. */
    void open(String name, int site, Instant start, Instant end) {
        if (!series.containsKey(name)) {
            NaiveSeries opened = new NaiveSeries(name, validator.now, true);
            series.put(name, opened);
            opened.openEventTime(site, start, end, validator.plan.partitions());
            announced.add(opened);
        }
    }

    private NaiveSeries series(String name) {
        return series.computeIfAbsent(name, any -> new NaiveSeries(name, validator.now, isRosterRead()));
    }

    void watermark(Watermark watermark) {
        NaiveSeries run = series(watermark.getRunId());
        run.watermark(watermark, validator.plan.windowHours());
        if (run.hasAnnouncedWindow()) {
            announced.add(run);
        }
    }

    /** A new entry of the roster, or its end. */
    void rosterChanged(int miner) {
        unknown.remove(miner);
        if (!validator.roster.has(miner)) {
            silence.removed(miner);
        }
    }

    /** The clock went on, and nothing came. */
    void silence(boolean isLong) {
        validator.reports(partition);
        series.values().forEach(each -> each.isRosterKnown = true);
        boolean isAnyUnknown = false;
        for (int miner : List.copyOf(waiting.keySet())) {
            boolean inVain = waiting.get(miner)
                    .get(0)
                    .came()
                    .plus(ValidatorHarness.GRACE)
                    .isBefore(validator.now);
            if (validator.roster.has(miner) || unknown.contains(miner)) {
                waiting.remove(miner).forEach(this::judgeWaited);
            } else if (inVain) {
                isAnyUnknown = true;
                unknown.add(miner);
                List<Sent> readings = waiting.remove(miner);
                List<Sent> inTime =
                        readings.stream().filter(sent -> !isLate(sent)).toList();
                judgeAll(inTime);
                readings.stream().filter(this::isLate).forEach(sent -> late(sent, series.get(sent.run())));
            }
        }
        asked = isAnyUnknown ? validator.now : asked;
        for (NaiveSeries each : List.copyOf(announced)) {
            for (Window window : List.copyOf(each.windows)) {
                if (!window.judged && each.isAnnounced(window)) {
                    if (!isDue(each, window, isLong)) {
                        break;
                    }
                    judge(each, window);
                }
            }
        }
        lookForSilence(isLong);
    }

    /** Windows of event time first, in their order. */
    private void lookForSilence(boolean isLong) {
        List<NaiveSeries> open = new ArrayList<>(series.values());
        open.removeIf(each -> each.open() == null);
        open.sort(Comparator.comparing((NaiveSeries each) -> !each.isEventTime).thenComparing(each -> each.name));
        for (NaiveSeries each : open) {
            int ofSite = (int) miners().stream()
                    .filter(miner -> validator.roster.at(miner, Instant.MAX).getSiteId() == each.site)
                    .count();
            silence.look(each, eventTime, isLong, waits(each, each.open()), ofSite, miners());
        }
    }

    private boolean isDue(NaiveSeries ofWindow, Window window, boolean isLong) {
        if (waits(ofWindow, window)) {
            return false;
        }
        if (!ofWindow.isEventTime) {
            return isLong || ofWindow.isComplete(window);
        }
        Instant closes = window.end.plus(validator.plan.eventTime().grace());
        boolean isOld = ofWindow.firstSeen.isBefore(validator.now);
        return isOld && (!eventTime.isBefore(closes) || (isLong && !validator.now.isBefore(closes)));
    }

    private boolean waits(NaiveSeries ofWindow, Window window) {
        return waiting.values().stream()
                .flatMap(List::stream)
                .anyMatch(sent -> sent.run().equals(ofWindow.name) && window.covers(sent.time()));
    }

    private Set<Integer> miners() {
        Set<Integer> miners = new TreeSet<>(validator.roster.miners());
        miners.removeIf(miner -> !isOf(miner, partition, validator.plan.partitions()));
        return miners;
    }

    private void judgeWaited(Sent waited) {
        boolean isPlaced = !waited.run().isEmpty() || !validator.roster.has(waited.miner());
        Sent sent = isPlaced ? waited : place(waited);
        if (isLate(sent)) {
            late(sent, series(sent.run()));
        } else {
            judgeAll(List.of(sent));
        }
    }

    private void late(Sent sent, NaiveSeries ofRun) {
        Window window = ofRun.at(sent.time());
        Broken late = NaiveRules.late(sent.value(), window == null ? null : window.toString());
        HostingMiner entry = validator.roster.at(sent.miner(), sent.time());
        validator.broken(policy(entry, ofRun.site), late, ofRun.site, sent, sent);
    }

    /** Judges readings of one miner by the rules on single readings. */
    private void judgeAll(List<Sent> readings) {
        if (!validator.roster.has(readings.get(0).miner())) {
            Map<String, List<Sent>> byRun = new LinkedHashMap<>();
            readings.forEach(sent ->
                    byRun.computeIfAbsent(sent.run(), any -> new ArrayList<>()).add(sent));
            byRun.values().forEach(this::unknown);
        }
        readings.forEach(this::judge);
    }

    /** Readings of a miner and run that waited in vain: one offence. */
    private void unknown(List<Sent> ofRun) {
        Sent first = ofRun.get(0);
        List<Instant> times = ofRun.stream().map(Sent::time).distinct().sorted().toList();
        Sent last = ofRun.get(ofRun.size() - 1);
        Integer site = siteOf(first);
        validator.broken(policy(null, site), NaiveRules.unknown(first.miner(), times), site, first, last);
    }

    /** What a miner is judged by; of those that are not in the roster, by the site alone. */
    private NaivePolicy policy(HostingMiner entry, Integer site) {
        return entry == null ? validator.policy(site, null) : validator.policy(entry.getSiteId(), entry.getModelName());
    }

    private Integer siteOf(Sent sent) {
        NaiveSeries ofRun = series.get(sent.run());
        return ofRun == null || !ofRun.isKnown() ? null : Integer.valueOf(ofRun.site);
    }

    private void judge(Sent sent) {
        HostingMiner entry = validator.roster.at(sent.miner(), sent.time());
        Integer site = entry == null ? siteOf(sent) : Integer.valueOf(entry.getSiteId());
        NaivePolicy policy = policy(entry, site);
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        if (entry == null) {
            rules.add(Rule.UNKNOWN_MINER);
        } else {
            validator.holds(policy, Rule.UNKNOWN_MINER, null, sent);
            values(sent, entry, policy, rules);
        }
        NaiveSeries ofRun = series.get(sent.run());
        if (ofRun != null) {
            judge(sent, ofRun, entry, site, policy, rules);
        }
        validator.off(policy, sent);
    }

    private void judge(
            Sent sent, NaiveSeries ofRun, HostingMiner entry, Integer site, NaivePolicy policy, Set<Rule> rules) {
        if (sent.isAtPoint()) {
            validator.holds(policy, Rule.OFF_CADENCE, null, sent);
        } else {
            validator.broken(policy, NaiveRules.offCadence(sent.value(), sent.intervalMs()), site, sent, sent);
            rules.add(Rule.OFF_CADENCE);
        }
        if (ofRun.counts(sent)) {
            validator.holds(policy, Rule.LATE, null, sent);
            boolean duplicate = sent.isAtPoint() && ofRun.has(sent);
            if (duplicate) {
                validator.broken(policy, NaiveRules.duplicate(sent.value()), site, sent, sent);
                rules.add(Rule.DUPLICATE);
            } else if (sent.isAtPoint()) {
                validator.holds(policy, Rule.DUPLICATE, null, sent);
                if (entry != null) {
                    frozen(sent, entry, policy, rules);
                }
            }
            ofRun.counted.add(new Counted(sent, duplicate, rules, entry == null ? null : entry.getStatus()));
            if (entry != null) {
                silence.heard(sent, ofRun);
            }
        }
    }

    private void frozen(Sent sent, HostingMiner entry, NaivePolicy policy, Set<Rule> rules) {
        List<Sent> row = rows.computeIfAbsent(sent.miner(), any -> new ArrayList<>());
        Sent last = row.isEmpty() ? null : row.get(row.size() - 1);
        boolean possible = NaiveRules.mayFreeze(sent.value(), entry);
        boolean same = possible
                && last != null
                && last.value().getHashrate() == sent.value().getHashrate();
        boolean follows = same
                && last.intervalMs() == sent.intervalMs()
                && last.time().plusMillis(sent.intervalMs()).equals(sent.time());
        if (!follows) {
            row.clear();
        }
        if (possible) {
            row.add(sent);
        }
        if (!same) {
            validator.holds(policy, Rule.FROZEN_VALUE, "hashrate", sent);
        } else if (row.size() >= policy.frozenReadings) {
            validator.broken(policy, NaiveRules.frozen(sent.value(), row.size()), entry.getSiteId(), sent, sent);
            rules.add(Rule.FROZEN_VALUE);
        }
    }

    private void values(Sent sent, HostingMiner entry, NaivePolicy policy, Set<Rule> rules) {
        List<Broken> broken = NaiveRules.values(sent.value(), entry, policy);
        for (Broken each : broken) {
            rules.add(each.rule());
            validator.broken(policy, each, entry.getSiteId(), sent, sent);
        }
        for (String metric : METRICS) {
            boolean bad = broken.stream().anyMatch(each -> each.metric().equals(metric));
            boolean wrongNull =
                    broken.stream().anyMatch(each -> each.metric().equals(metric) && each.rule() == Rule.NULLABILITY);
            // A value that must not be null and is, is not within its range either.
            if (!bad) {
                validator.holds(policy, Rule.RANGE, metric, sent);
            }
            if (!wrongNull) {
                validator.holds(policy, Rule.NULLABILITY, metric, sent);
            }
        }
    }

    private void judge(NaiveSeries ofWindow, Window window) {
        if (ofWindow.isEventTime) {
            validator.learnCadence(ofWindow);
            ofWindow.intervalMs = validator.cadences.getOrDefault(ofWindow.site, HOUR_MS);
        }
        window.judged = true;
        if (!ofWindow.hasAnnouncedWindow()) {
            announced.remove(ofWindow);
        }
        Set<Integer> miners = miners();
        ofWindow.in(window).forEach(counted -> miners.add(counted.sent().miner()));
        WindowVerdict verdict = new NaiveVerdict(validator, silence, ofWindow, window).over(miners);
        validator.looked(ofWindow, partition, window.end);
        validator.judged(ofWindow, verdict);
        unknown.removeIf(miner -> series.values().stream().noneMatch(each -> each.needs(miner)));
    }
}
