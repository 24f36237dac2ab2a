package io.minerstream.validator.alert;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.alert.GroupMember.Held;
import io.minerstream.validator.alert.GroupMember.Wait;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The alerts of a site's miners about one rule and metric, as far as memory must know them. Mutable, not thread-safe. */
final class AlertGroup {

    final int siteId;
    final String kind;

    /** The site's alert, with the time up to which its miners have recovered; null when none fires. */
    TelemetryAlert alert;

    /** Since when too few miners for the site's alert fire; {@link Long#MAX_VALUE} while they are enough. */
    private long fewSinceMs = Long.MAX_VALUE;

    private final NavigableMap<Integer, Place> places = new TreeMap<>();
    private int firing;
    private int held;

    /**
     * One miner.
     *
     * @param firing whether its alert is published or covered as firing
     * @param held what the changes of it that are held wait for
     */
    private record Place(boolean firing, List<Wait> held) {

        private static Place of(GroupMember member) {
            return new Place(
                    member.isFiring(), member.held().stream().map(Held::until).toList());
        }
    }

    /**
     * @param kind rule and metric, as a fingerprint has them
     */
    AlertGroup(int siteId, String kind) {
        this.siteId = siteId;
        this.kind = kind;
    }

    String key() {
        return siteId + "/" + kind;
    }

    boolean isEmpty() {
        return alert == null && places.isEmpty();
    }

    boolean has(int minerId) {
        return places.containsKey(minerId);
    }

    List<Integer> minerIds() {
        return List.copyOf(places.keySet());
    }

    /**
     * Notes the state of a miner.
     *
     * @return how many miners more there are, -1 to 1
     */
    int place(int minerId, GroupMember member) {
        Place next = member.isEmpty() ? null : Place.of(member);
        Place before = next == null ? places.remove(minerId) : places.put(minerId, next);
        firing += (next != null && next.firing ? 1 : 0) - (before != null && before.firing ? 1 : 0);
        held += (next == null ? 0 : next.held.size()) - (before == null ? 0 : before.held.size());
        return (next == null ? 0 : 1) - (before == null ? 0 : 1);
    }

    /** Notes whether too few miners fire; returns since when. */
    long fewSinceMs(boolean few, long nowMs) {
        fewSinceMs = few ? Math.min(fewSinceMs, nowMs) : Long.MAX_VALUE;
        return fewSinceMs;
    }

    /** Miners whose alerts fire, published or covered. */
    int firing() {
        return firing;
    }

    /** The same, and those that fire in what is due of them; ascending. */
    List<Integer> firing(Map<Integer, List<Held>> due) {
        return places.entrySet().stream()
                .filter(miner -> miner.getValue().firing
                        || due.getOrDefault(miner.getKey(), List.of()).stream().anyMatch(Held::fires))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Miners of which the first change that is held is due. */
    List<Integer> held(Predicate<Wait> isDue) {
        return places.entrySet().stream()
                .filter(miner -> miner.getValue().held.stream().limit(1).anyMatch(isDue))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What changes await that are held, each once, ascending. */
    SortedSet<String> awaited(Predicate<String> which) {
        return places.values().stream()
                .flatMap(place -> place.held.stream())
                .map(Wait::awaits)
                .filter(which)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Since when the changes of single readings are held; {@link Long#MAX_VALUE} when none are. */
    long readingsHeldSinceMs() {
        return sinceMs(Wait::isOfReading);
    }

    /** Since when those of windows are held; {@link Long#MAX_VALUE} when none are. */
    long windowsHeldSinceMs() {
        return sinceMs(until -> !until.isOfReading());
    }

    private long sinceMs(Predicate<Wait> which) {
        if (held == 0) {
            return Long.MAX_VALUE;
        }
        return places.values().stream()
                .flatMap(place -> place.held.stream())
                .filter(which)
                .mapToLong(Wait::sinceMs)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
