package io.minerstream.validator.alert;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.alert.GroupMember.Held;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;

/** The records of site alerts. */
final class SiteRecords {

    private static final int EXAMPLES = 10;

    private SiteRecords() {}

    /**
     * A site alert that fires.
     *
     * @param firing its miners, ascending
     * @param size miners of the site
     * @param due by miner, what has come since; at least one of it fires
     * @param nowMs wall-clock time
     */
    static TelemetryAlert firing(
            AlertGroup group, List<Integer> firing, int size, SortedMap<Integer, List<Held>> due, long nowMs) {
        List<TelemetryAlert> offences = held(due).stream()
                .filter(alert -> alert.getState() == AlertState.FIRING)
                .toList();
        TelemetryAlert example = offences.get(0);
        TelemetryAlert alert = TelemetryAlert.newBuilder(example).build();
        alert.setFingerprint(group.kind + "/site/" + group.siteId);
        alert.setMinerId(null);
        // Models of a site may have different ones.
        alert.setSeverity(offences.stream()
                .map(TelemetryAlert::getSeverity)
                .max(Severity::compareTo)
                .orElseThrow());
        alert.setTimePoints(List.of());
        alert.setExpected(null);
        alert.setObserved(null);
        alert.setLowerLimit(null);
        alert.setUpperLimit(null);
        String rule = example.getRule() + (example.getMetric() == null ? "" : " of " + example.getMetric());
        alert.setMessage("site %s: %s of %s miners break %s; for example %s"
                .formatted(group.siteId, firing.size(), size, rule, example.getMessage()));
        alert.setRaisedAt(Instant.ofEpochMilli(nowMs));
        alert.setStartsAt(offences.stream()
                .map(TelemetryAlert::getStartsAt)
                .min(Instant::compareTo)
                .orElseThrow());
        alert.setMiners(firing.size());
        alert.setExampleMiners(firing.subList(0, Math.min(EXAMPLES, firing.size())));
        return alert;
    }

    /**
     * The same alert, with the time at which the last of the miners recovered.
     *
     * @param due by miner, what has come since the site alert was last looked at
     */
    static TelemetryAlert recovering(TelemetryAlert firing, SortedMap<Integer, List<Held>> due) {
        return Stream.concat(Stream.of(firing), held(due).stream())
                .map(TelemetryAlert::getResolvedAt)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .map(at -> TelemetryAlert.newBuilder(firing).setResolvedAt(at).build())
                .orElse(firing);
    }

    /** Its end, when the last of the miners recovered. */
    static TelemetryAlert resolved(TelemetryAlert firing, long nowMs) {
        Instant at = firing.getResolvedAt() == null ? firing.getStartsAt() : firing.getResolvedAt();
        return AlertRecords.resolved(firing, at.toEpochMilli(), nowMs);
    }

    private static List<TelemetryAlert> held(SortedMap<Integer, List<Held>> due) {
        return due.values().stream()
                .flatMap(Collection::stream)
                .map(Held::alert)
                .filter(Objects::nonNull)
                .toList();
    }
}
