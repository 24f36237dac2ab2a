package io.minerstream.validator.alert;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.alert.GroupMember.Held;
import io.minerstream.validator.alert.GroupMember.Wait;
import io.minerstream.validator.policy.GroupPolicy;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One alert for a site instead of one for each of its miners, when more than a share of them breaks the same rule. Not thread-safe.
 *
 * <p>The changes of miners are held back until it is known whether they are a site matter: those of a window until the verdict
 * of the site, silences until all partitions have looked for them, others for a short time. While a site alert fires, it stands for the
 * alerts of its miners. Those that were published before stay, and resolve on their own. It resolves when few of the miners are left,
 * and of those none recovers for a while. The alerts of the rest then appear one by one.
 *
 * <p>Held and covered alerts are state. Their number has a bound; those beyond it are published at once.
 */
public final class AlertGrouping {

    private static final String SEPARATOR = "/";

    private final KeyValueStore<String, GroupMember> members;
    private final KeyValueStore<String, TelemetryAlert> siteAlerts;
    private final SiteSizes sizes;
    private final GroupPolicy policy;
    private final int most;
    private final BiConsumer<String, TelemetryAlert> records;
    private final SilenceLooks looks;
    private final Map<Integer, Map<String, AlertGroup>> sites = new HashMap<>();
    private int count;

    /**
     * Loads what the stores hold.
     *
     * @param members miners' alerts that are held, covered, or published of a group
     * @param siteAlerts site alerts that fire
     * @param most miners' alerts to keep
     * @param mostRuns runs of which is kept how far the partitions have looked for silent miners
     * @param records takes each record, a fingerprint and an alert; null for a tombstone
     */
    public AlertGrouping(
            KeyValueStore<String, GroupMember> members,
            KeyValueStore<String, TelemetryAlert> siteAlerts,
            SiteSizes sizes,
            GroupPolicy policy,
            int most,
            int mostRuns,
            BiConsumer<String, TelemetryAlert> records) {
        this.members = members;
        this.siteAlerts = siteAlerts;
        this.sizes = sizes;
        this.policy = policy;
        this.most = most;
        this.records = records;
        this.looks = new SilenceLooks(mostRuns);
        try (KeyValueIterator<String, GroupMember> all = members.all()) {
            all.forEachRemaining(member -> {
                int last = member.key.lastIndexOf(SEPARATOR);
                int minerId = Integer.parseInt(member.key.substring(last + 1));
                place(group(member.key.substring(0, last)), minerId, member.value);
            });
        }
        try (KeyValueIterator<String, TelemetryAlert> all = siteAlerts.all()) {
            all.forEachRemaining(site -> group(site.key).alert = site.value);
        }
    }

    private AlertGroup group(String key) {
        int first = key.indexOf(SEPARATOR);
        return group(Integer.parseInt(key.substring(0, first)), key.substring(first + 1));
    }

    private AlertGroup group(int siteId, String kind) {
        return sites.computeIfAbsent(siteId, any -> new TreeMap<>())
                .computeIfAbsent(kind, any -> new AlertGroup(siteId, kind));
    }

    private void place(AlertGroup group, int minerId, GroupMember member) {
        count += group.place(minerId, member);
    }

    /** Takes a change of a miner's alert. */
    public void add(AlertChange change, long nowMs) {
        leave(change);
        if (change.siteId() == null) {
            records.accept(change.fingerprint(), change.alert());
            return;
        }
        AlertGroup group = group(change.siteId(), change.kind());
        boolean known = group.has(change.minerId());
        if (!known && (change.isOver() || count >= most || !policy.mayGroup(sizes.of(change.siteId())))) {
            records.accept(change.fingerprint(), change.alert());
            return;
        }
        GroupMember member = (known ? members.get(key(group, change.minerId())) : GroupMember.NEW).hold(change, nowMs);
        put(group, change.minerId(), member);
        if (member.isFull()) {
            decide(group, until -> true, nowMs);
        }
    }

    /** A miner may have moved: what another site holds of it was before. */
    private void leave(AlertChange change) {
        for (Map<String, AlertGroup> site : sites.values()) {
            AlertGroup group = site.get(change.kind());
            if (group != null
                    && !Integer.valueOf(group.siteId).equals(change.siteId())
                    && group.has(change.minerId())) {
                release(
                        group,
                        change.minerId(),
                        members.get(key(group, change.minerId())).held().size());
                forgetEmpty(group);
            }
        }
    }

    private void forgetEmpty(AlertGroup group) {
        if (group.isEmpty()) {
            sites.get(group.siteId).remove(group.kind);
        }
    }

    private static String key(AlertGroup group, int minerId) {
        return group.key() + SEPARATOR + minerId;
    }

    private void put(AlertGroup group, int minerId, GroupMember member) {
        if (member.isEmpty()) {
            members.delete(key(group, minerId));
        } else {
            members.put(key(group, minerId), member);
        }
        place(group, minerId, member);
    }

    /**
     * The verdict over a window of a site is complete: all changes that it brought have come, and all of the readings before it.
     *
     * @param key what the changes of the window await
     */
    public void judged(int siteId, String key, long nowMs) {
        for (AlertGroup group : List.copyOf(sites.getOrDefault(siteId, Map.of()).values())) {
            decide(group, until -> until.isOfReading() || until.awaits().equals(key), nowMs);
        }
    }

    /** A partition has looked for silent miners up to an instant. When all have, those that fell silent together are told together. */
    public void looked(int siteId, String run, int partition, int partitions, Instant to, long nowMs) {
        String next = looks.looked(siteId, run, partition, partitions, to);
        if (next == null) {
            return;
        }
        for (AlertGroup group : List.copyOf(sites.getOrDefault(siteId, Map.of()).values())) {
            for (String awaits : group.awaited(each -> SilenceLooks.isBefore(each, next))) {
                decide(group, until -> until.isOfReading() || until.awaits().equals(awaits), nowMs);
            }
        }
    }

    /** Ends the waits that are over. */
    public void tick(long nowMs) {
        long readingsMs = nowMs - policy.groupWait().toMillis();
        long windowsMs = nowMs - policy.verdictWait().toMillis();
        for (Map<String, AlertGroup> site : List.copyOf(sites.values())) {
            for (AlertGroup group : List.copyOf(site.values())) {
                if (group.readingsHeldSinceMs() <= readingsMs) {
                    decide(group, Wait::isOfReading, nowMs);
                }
                if (group.windowsHeldSinceMs() <= windowsMs) {
                    decide(group, until -> !until.isOfReading() && until.sinceMs() <= windowsMs, nowMs);
                }
                if (group.fewSinceMs(isLeftByMost(group), nowMs) <= windowsMs) {
                    resolve(group, nowMs);
                    forgetEmpty(group);
                }
            }
        }
    }

    /** Changes that are not due, of a later window, stay. */
    private void decide(AlertGroup group, Predicate<Wait> isDue, long nowMs) {
        SortedMap<Integer, List<Held>> due = new TreeMap<>();
        for (int minerId : group.held(isDue)) {
            GroupMember member = members.get(key(group, minerId));
            due.put(minerId, member.held().subList(0, member.due(isDue)));
        }
        if (due.isEmpty()) {
            return;
        }
        int size = sizes.of(group.siteId);
        int miners = policy.miners(size);
        List<Integer> firing = group.firing(due);
        boolean fires = due.values().stream().flatMap(List::stream).anyMatch(Held::fires);
        if (group.alert == null && fires && size > 0 && firing.size() >= miners) {
            fire(group, SiteRecords.firing(group, firing, size, due, nowMs));
        }
        due.forEach((minerId, changes) -> release(group, minerId, changes.size()));
        if (group.alert != null) {
            keep(group, SiteRecords.recovering(group.alert, due));
            // A verdict is about all miners at once. Readings of the rest may come.
            boolean isOfWindow = due.values().stream().flatMap(List::stream).anyMatch(change -> change.until()
                    .isOfWindow());
            if (isLeftByMost(group) && (isOfWindow || group.firing() == 0)) {
                resolve(group, nowMs);
            }
        }
        forgetEmpty(group);
    }

    private boolean isLeftByMost(AlertGroup group) {
        return group.alert != null && 2 * group.firing() < policy.miners(sizes.of(group.siteId));
    }

    private void fire(AlertGroup group, TelemetryAlert alert) {
        keep(group, alert);
        records.accept(alert.getFingerprint(), alert);
    }

    private void keep(AlertGroup group, TelemetryAlert alert) {
        if (!alert.equals(group.alert)) {
            group.alert = alert;
            siteAlerts.put(group.key(), alert);
        }
    }

    /** Publishes what is held of a miner, or lets the site alert stand for it. */
    private void release(AlertGroup group, int minerId, int changes) {
        GroupMember member = members.get(key(group, minerId));
        String fingerprint = group.kind + "/miner/" + minerId;
        AlertState published = member.published();
        TelemetryAlert covered = member.covered();
        for (Held change : member.held().subList(0, changes)) {
            TelemetryAlert alert = change.alert();
            boolean over = alert == null || alert.getState() == AlertState.RESOLVED;
            boolean cover = group.alert != null && published != AlertState.FIRING && change.fires();
            if (cover && published == null) {
                covered = alert;
            } else if (cover) {
                // It was published as pending.
                records.accept(fingerprint, null);
                covered = alert;
                published = null;
            } else if (over && covered != null) {
                covered = null;
            } else {
                records.accept(fingerprint, alert);
                published = over ? null : alert.getState();
            }
        }
        List<Held> later =
                List.copyOf(member.held().subList(changes, member.held().size()));
        put(group, minerId, new GroupMember(published, covered, later));
    }

    private void resolve(AlertGroup group, long nowMs) {
        TelemetryAlert resolved = SiteRecords.resolved(group.alert, nowMs);
        group.alert = null;
        siteAlerts.delete(group.key());
        records.accept(resolved.getFingerprint(), resolved);
        for (int minerId : group.minerIds()) {
            GroupMember member = members.get(key(group, minerId));
            TelemetryAlert alert = member.covered();
            if (alert != null) {
                alert.setRaisedAt(Instant.ofEpochMilli(nowMs));
                records.accept(alert.getFingerprint(), alert);
                put(group, minerId, new GroupMember(alert.getState(), null, member.held()));
            }
        }
    }
}
