package io.minerstream.validator.alert;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The alerts of a site's miners about one rule and metric, as far as memory must know them. Mutable, not thread-safe. */
final class AlertGroup {

    final int siteId;
    final String kind;

    /** The site's alert; null when none fires. */
    TelemetryAlert alert;

    private final NavigableMap<Integer, Place> places = new TreeMap<>();
    private int firing;
    private int held;

    /**
     * One miner.
     *
     * @param firing whether its alert is published or covered as firing
     * @param held whether changes of it are held
     * @param fires whether it fires in one of them
     * @param awaits what they await
     * @param sinceMs since when they are held
     */
    record Place(boolean firing, boolean held, boolean fires, String awaits, long sinceMs) {

        private static Place of(GroupMember member) {
            return new Place(
                    member.covered() != null || member.published() == AlertState.FIRING,
                    !member.held().isEmpty(),
                    member.held().stream().anyMatch(alert -> alert != null && alert.getState() == AlertState.FIRING),
                    member.awaits(),
                    member.heldSinceMs());
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
        held += (next != null && next.held ? 1 : 0) - (before != null && before.held ? 1 : 0);
        return (next == null ? 0 : 1) - (before == null ? 0 : 1);
    }

    /** Miners whose alerts fire, published or covered. */
    int firing() {
        return firing;
    }

    /** The same, and those that fire in what is held of them, if it is due; ascending. */
    List<Integer> firing(Set<Integer> due) {
        return places.entrySet().stream()
                .filter(miner -> miner.getValue().firing || (miner.getValue().fires && due.contains(miner.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Miners of which changes are held. */
    List<Integer> held(Predicate<Place> which) {
        return places.entrySet().stream()
                .filter(miner -> miner.getValue().held && which.test(miner.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Since when the changes of single readings are held; {@link Long#MAX_VALUE} when none are. */
    long readingsHeldSinceMs() {
        return sinceMs(place -> place.awaits.isEmpty());
    }

    /** Since when those of windows are held; {@link Long#MAX_VALUE} when none are. */
    long windowsHeldSinceMs() {
        return sinceMs(place -> !place.awaits.isEmpty());
    }

    private long sinceMs(Predicate<Place> which) {
        if (held == 0) {
            return Long.MAX_VALUE;
        }
        return places.values().stream()
                .filter(place -> place.held && which.test(place))
                .mapToLong(Place::sinceMs)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
