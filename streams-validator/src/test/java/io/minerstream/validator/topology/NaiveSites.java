package io.minerstream.validator.topology;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.topology.NaivePolicy.Grouping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** "Site alerts" in docs/rules.md, slow and obvious: what the partitions say, in its order, and what is published of it. */
final class NaiveSites {

    private static final String OF_READING = "";
    private static final String OF_VERDICT = "verdict of ";
    private static final String OF_LOOK = "look at ";
    private static final Duration READINGS_WAIT = Duration.ofSeconds(1);

    /** By fingerprint, the records in their order; null is a tombstone. */
    final Map<String, List<TelemetryAlert>> published = new TreeMap<>();

    private final Grouping grouping;

    /** Miners by site: those that each partition has, and those that it has reported. */
    private final Map<Integer, Map<Integer, Integer>> rosters = new HashMap<>();

    private final Map<Integer, Map<Integer, Integer>> reported = new HashMap<>();

    /** By site and kind. */
    private final Map<Integer, Map<String, Group>> sites = new TreeMap<>();

    /** By site and run, how far each partition has looked for silent miners. */
    private final Map<String, Map<Integer, Instant>> looks = new HashMap<>();

    /**
     * A change of a miner's alert that is held back.
     *
     * @param awaits a verdict, a look for silences, or nothing
     * @param alert null is a tombstone
     */
    private record Held(Instant since, String awaits, TelemetryAlert alert) {
        boolean fires() {
            return alert != null && alert.getState() == AlertState.FIRING;
        }

        boolean isOver() {
            return alert == null || alert.getState() == AlertState.RESOLVED;
        }
    }

    private static final class Miner {
        private AlertState published;

        /** The site alert stands for it. */
        private TelemetryAlert covered;

        private final List<Held> held = new ArrayList<>();

        boolean fires() {
            return covered != null || published == AlertState.FIRING;
        }

        boolean isForgotten() {
            return covered == null && published == null && held.isEmpty();
        }
    }

    private static final class Group {
        private final int site;
        private final String kind;
        private final Map<Integer, Miner> miners = new TreeMap<>();
        private TelemetryAlert alert;
        private Instant fewSince;

        Group(int site, String kind) {
            this.site = site;
            this.kind = kind;
        }

        long firing() {
            return miners.values().stream().filter(Miner::fires).count();
        }

        List<Held> held() {
            return miners.values().stream()
                    .flatMap(miner -> miner.held.stream())
                    .toList();
        }
    }

    NaiveSites(Grouping grouping) {
        this.grouping = grouping;
    }

    /** What a change of a window awaits. */
    static String verdict(int site, String run, Instant start) {
        return OF_VERDICT + site + " " + run + " " + start;
    }

    /** What a silence awaits. */
    static String look(String run, Instant lastPoint) {
        return OF_LOOK + run + " " + lastPoint;
    }

    /** The roster of a partition has changed. */
    void roster(int partition, Map<Integer, Integer> minersBySite) {
        rosters.put(partition, minersBySite);
    }

    /** A partition says how many miners of each site it has. */
    void report(int partition) {
        reported.put(partition, rosters.getOrDefault(partition, Map.of()));
    }

    private int size(int site) {
        return reported.values().stream()
                .mapToInt(miners -> miners.getOrDefault(site, 0))
                .sum();
    }

    /** How many miners make a site alert; fewer than half of it end one. */
    private int needed(Group group) {
        return Math.max(grouping.fewest(), (int) Math.floor(grouping.share() * size(group.site)) + 1);
    }

    private boolean areFew(Group group) {
        return group.alert != null && group.firing() * 2 < needed(group);
    }

    /**
     * The alert of a miner changes.
     *
     * @param site null when it is not known
     * @param alert null is a tombstone
     */
    void change(String fingerprint, Integer site, String awaits, TelemetryAlert alert, Instant now) {
        String kind = fingerprint.substring(0, fingerprint.indexOf("/miner/"));
        int miner = Integer.parseInt(fingerprint.substring(fingerprint.lastIndexOf('/') + 1));
        // It has moved from another site.
        sites.forEach((other, groups) -> {
            Group group = groups.get(kind);
            if (!Integer.valueOf(other).equals(site) && group != null && group.miners.containsKey(miner)) {
                release(group, miner, List.copyOf(group.miners.get(miner).held));
            }
        });
        Held held = new Held(now, awaits, alert);
        if (site == null) {
            publish(fingerprint, alert);
            return;
        }
        Group group =
                sites.computeIfAbsent(site, any -> new TreeMap<>()).computeIfAbsent(kind, any -> new Group(site, kind));
        boolean isSmall = size(site) > 0 && size(site) < grouping.fewest();
        if (!group.miners.containsKey(miner) && (held.isOver() || isSmall)) {
            publish(fingerprint, alert);
        } else {
            group.miners.computeIfAbsent(miner, any -> new Miner()).held.add(held);
        }
    }

    /** The verdict over a window is complete. */
    void judged(int site, String awaited) {
        groups(site)
                .forEach(group -> decide(group, held -> held.awaits.equals(OF_READING) || held.awaits.equals(awaited)));
    }

    /** A partition has looked for silent miners. Those that all have found up to the same time are told together. */
    void looked(int site, String run, int partition, int partitions, Instant to) {
        Map<Integer, Instant> ofRun = looks.computeIfAbsent(site + run, any -> new HashMap<>());
        ofRun.merge(partition, to, (left, right) -> left.isAfter(right) ? left : right);
        if (ofRun.size() < partitions) {
            return;
        }
        String first =
                look(run, ofRun.values().stream().min(Comparator.naturalOrder()).orElseThrow());
        for (Group group : groups(site)) {
            TreeSet<String> all = new TreeSet<>();
            group.held().forEach(held -> all.add(held.awaits));
            all.removeIf(awaits -> !awaits.startsWith(OF_LOOK + run + " "));
            all.headSet(first)
                    .forEach(awaited ->
                            decide(group, held -> held.awaits.equals(OF_READING) || held.awaits.equals(awaited)));
        }
    }

    /** The clock went on: what was held long enough is held no more. */
    void tick(Instant now) {
        Instant latest = now.minusSeconds(grouping.waitSeconds());
        for (int site : List.copyOf(sites.keySet())) {
            for (Group group : groups(site)) {
                Predicate<Held> ofReading = held -> held.awaits.equals(OF_READING);
                if (group.held().stream()
                        .anyMatch(held -> ofReading.test(held) && !held.since.isAfter(now.minus(READINGS_WAIT)))) {
                    decide(group, ofReading);
                }
                decide(group, held -> !ofReading.test(held) && !held.since.isAfter(latest));
                group.fewSince = !areFew(group) ? null : group.fewSince == null ? now : group.fewSince;
                if (group.fewSince != null && !group.fewSince.isAfter(latest)) {
                    resolve(group);
                }
            }
        }
    }

    private Collection<Group> groups(int site) {
        return List.copyOf(sites.getOrDefault(site, Map.of()).values());
    }

    /** The first changes of each miner that are due: a matter of the site or not? */
    private void decide(Group group, Predicate<Held> isDue) {
        Map<Integer, List<Held>> due = new TreeMap<>();
        group.miners.forEach(
                (id, miner) -> due.put(id, miner.held.stream().takeWhile(isDue).toList()));
        due.values().removeIf(List::isEmpty);
        if (due.isEmpty()) {
            return;
        }
        List<TelemetryAlert> changes = due.values().stream()
                .flatMap(Collection::stream)
                .map(Held::alert)
                .filter(Objects::nonNull)
                .toList();
        List<TelemetryAlert> offences = changes.stream()
                .filter(alert -> alert.getState() == AlertState.FIRING)
                .toList();
        List<Integer> firing = group.miners.entrySet().stream()
                .filter(miner -> miner.getValue().fires()
                        || due.getOrDefault(miner.getKey(), List.of()).stream().anyMatch(Held::fires))
                .map(Map.Entry::getKey)
                .toList();
        if (group.alert == null && !offences.isEmpty() && size(group.site) > 0 && firing.size() >= needed(group)) {
            group.alert = siteAlert(group, firing, offences);
            publish(group.alert.getFingerprint(), group.alert);
        }
        due.forEach((miner, held) -> release(group, miner, held));
        if (group.alert != null) {
            for (TelemetryAlert change : changes) {
                Instant at = change.getResolvedAt();
                if (at != null && (group.alert.getResolvedAt() == null || at.isAfter(group.alert.getResolvedAt()))) {
                    group.alert = TelemetryAlert.newBuilder(group.alert)
                            .setResolvedAt(at)
                            .build();
                }
            }
            boolean isOfVerdict = due.values().stream()
                    .flatMap(Collection::stream)
                    .anyMatch(held -> held.awaits.startsWith(OF_VERDICT));
            if (areFew(group) && (isOfVerdict || group.firing() == 0)) {
                resolve(group);
            }
        }
    }

    private TelemetryAlert siteAlert(Group group, List<Integer> firing, List<TelemetryAlert> offences) {
        TelemetryAlert example = offences.get(0);
        String what = example.getRule() + (example.getMetric() == null ? "" : " of " + example.getMetric());
        boolean isCritical = offences.stream().anyMatch(alert -> alert.getSeverity() == Severity.CRITICAL);
        return TelemetryAlert.newBuilder(example)
                .setFingerprint(group.kind + "/site/" + group.site)
                .setMinerId(null)
                .setSeverity(isCritical ? Severity.CRITICAL : Severity.WARNING)
                .setTimePoints(List.of())
                .setExpected(null)
                .setObserved(null)
                .setLowerLimit(null)
                .setUpperLimit(null)
                .setMessage("site %s: %s of %s miners break %s; for example %s"
                        .formatted(group.site, firing.size(), size(group.site), what, example.getMessage()))
                .setStartsAt(offences.stream()
                        .map(TelemetryAlert::getStartsAt)
                        .min(Comparator.naturalOrder())
                        .orElseThrow())
                .setMiners(firing.size())
                .setExampleMiners(firing.stream().limit(10).toList())
                .build();
    }

    /** Those that were published before stay; the site alert stands for the others. */
    private void release(Group group, int id, List<Held> changes) {
        Miner miner = group.miners.get(id);
        String fingerprint = group.kind + "/miner/" + id;
        for (Held change : changes) {
            miner.held.remove(0);
            if (group.alert != null && change.fires() && miner.published != AlertState.FIRING) {
                if (miner.published == AlertState.PENDING) {
                    publish(fingerprint, null);
                    miner.published = null;
                }
                miner.covered = change.alert;
            } else if (change.isOver() && miner.covered != null) {
                miner.covered = null;
            } else {
                publish(fingerprint, change.alert);
                miner.published = change.isOver() ? null : change.alert.getState();
            }
        }
        if (miner.isForgotten()) {
            group.miners.remove(id);
        }
    }

    /** The alerts of the rest appear one by one. */
    private void resolve(Group group) {
        TelemetryAlert resolved = TelemetryAlert.newBuilder(group.alert)
                .setState(AlertState.RESOLVED)
                .setResolvedAt(Objects.requireNonNullElse(group.alert.getResolvedAt(), group.alert.getStartsAt()))
                .build();
        publish(resolved.getFingerprint(), resolved);
        group.alert = null;
        group.fewSince = null;
        group.miners.forEach((id, miner) -> {
            if (miner.covered != null) {
                publish(miner.covered.getFingerprint(), miner.covered);
                miner.published = miner.covered.getState();
                miner.covered = null;
            }
        });
    }

    private void publish(String fingerprint, TelemetryAlert alert) {
        published.computeIfAbsent(fingerprint, any -> new ArrayList<>()).add(alert);
    }
}
