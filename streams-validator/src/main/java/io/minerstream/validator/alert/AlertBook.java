package io.minerstream.validator.alert;

import io.minerstream.avro.Rule;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.alert.AlertCycle.Change;
import io.minerstream.validator.alert.AlertCycle.Span;
import io.minerstream.validator.alert.AlertCycle.Step;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.RulePolicy;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RuleSet;
import io.minerstream.validator.rule.TimeWindow;
import io.minerstream.validator.rule.Verdicts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The active alerts of the partition's miners, in a state store that is read only for miners that have some. What is judged moves
 * them on; each change of state goes out once. Not thread-safe.
 *
 * <p>The store grows with the roster: a miner has at most one alert per rule and metric. Of miners that are not in the roster a
 * bounded number of alerts is kept. Further ones fire with each offence and do not resolve.
 */
public final class AlertBook {

    private final KeyValueStore<Integer, List<ActiveAlert>> store;
    private final int mostOfStrangers;
    private final Consumer<AlertChange> changes;

    /** Rules with active alerts: a miner that has none costs no read of the store. */
    private final MinerRules active = new MinerRules();

    private int ofStrangers;

    /**
     * Loads which miners have active alerts.
     *
     * @param mostOfStrangers active alerts of miners that are not in the roster
     * @param changes takes each change of state
     */
    public AlertBook(
            KeyValueStore<Integer, List<ActiveAlert>> store, int mostOfStrangers, Consumer<AlertChange> changes) {
        this.store = store;
        this.mostOfStrangers = mostOfStrangers;
        this.changes = changes;
        try (KeyValueIterator<Integer, List<ActiveAlert>> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Integer, List<ActiveAlert>> miner = all.next();
                active.put(miner.key, rules(miner.value));
                miner.value.forEach(alert -> ofStrangers += alert.stranger() ? 1 : 0);
            }
        }
    }

    private static int rules(List<ActiveAlert> alerts) {
        int rules = RuleSet.NONE;
        for (ActiveAlert alert : alerts) {
            rules |= RuleSet.bit(alert.alert().getRule());
        }
        return rules;
    }

    /** Whether a miner has an active alert about a rule. */
    public boolean isActive(int minerId, Rule rule) {
        return RuleSet.contains(active.get(minerId), rule);
    }

    /** A rule is broken; nothing when the miner is not judged by it. */
    public void offend(Offence offence, long nowMs) {
        if (!offence.rule().enabled()) {
            return;
        }
        int minerId = offence.breach().minerId();
        List<ActiveAlert> alerts = active.get(minerId) == RuleSet.NONE ? new ArrayList<>() : store.get(minerId);
        for (int i = 0; i < alerts.size(); i++) {
            if (alerts.get(i).isOf(offence.breach())) {
                ActiveAlert known = alerts.get(i);
                if (known.cycle().continues(offence.span())) {
                    alerts.set(i, again(known, offence, nowMs));
                    put(minerId, alerts);
                }
                return;
            }
        }
        Step step = AlertCycle.begin(offence.span(), offence.rule().alerts());
        TelemetryAlert alert = AlertRecords.of(offence, step, null, nowMs);
        boolean kept = offence.rostered() || ofStrangers < mostOfStrangers;
        changes.accept(AlertChange.of(alert, kept ? alert.getSiteId() : null, offence.awaits()));
        if (kept) {
            ofStrangers += offence.rostered() ? 0 : 1;
            alerts.add(new ActiveAlert(step.cycle(), offence.windowSite(), !offence.rostered(), alert));
            put(minerId, alerts);
        }
    }

    private ActiveAlert again(ActiveAlert known, Offence offence, long nowMs) {
        Step step = known.cycle().bad(offence.span(), offence.rule().alerts());
        TelemetryAlert alert = known.alert();
        boolean isOther =
                step.cycle().firing() && alert.getSeverity() != offence.rule().severity();
        if (step.change() == Change.FIRING || isOther) {
            alert = AlertRecords.of(offence, step, alert.getFirstEvidence(), nowMs);
            // Where it began: a change must find the others of its alert.
            alert.setSiteId(known.alert().getSiteId());
            changes.accept(AlertChange.of(alert, alert.getSiteId(), offence.awaits()));
        } else {
            alert.setLastEvidence(offence.last());
        }
        return new ActiveAlert(step.cycle(), offence.windowSite(), known.stranger(), alert);
    }

    /**
     * A reading was judged. Alerts of rules that the miner is not judged by end.
     *
     * @param policy what it was judged by
     * @param judged {@link RuleSet} of the rules that the reading was judged by and did not break, except for those of
     *     {@code breaches}
     * @param breaches broken rules on values
     */
    public void judged(ReceivedReading reading, MinerPolicy policy, int judged, List<Breach> breaches, long nowMs) {
        int rules = active.get(reading.minerId());
        if (rules == RuleSet.NONE || (policy.isComplete() && (rules & judged) == RuleSet.NONE)) {
            return;
        }
        Span span = new Span(reading.recordedAtMs(), reading.recordedAtMs(), reading.run(), reading.interval());
        improve(
                reading.minerId(),
                policy,
                alert -> isOff(alert, policy)
                        || (!alert.isOfWindow()
                                && RuleSet.contains(judged, alert.alert().getRule())
                                && holds(alert, breaches)),
                span,
                AlertChange.NOTHING,
                nowMs);
    }

    /**
     * A miner sent something from the first to the last of these times, without a silence in between.
     *
     * @param policy what it was judged by
     */
    public void heard(
            int minerId, MinerPolicy policy, long run, Interval interval, Instant from, Instant last, long nowMs) {
        if (isActive(minerId, Rule.SILENT_MINER)) {
            improve(
                    minerId,
                    policy,
                    alert -> alert.alert().getRule() == Rule.SILENT_MINER,
                    new Span(from.toEpochMilli(), last.toEpochMilli(), run, interval),
                    AlertChange.NOTHING,
                    nowMs);
        }
    }

    /** A value that must not be null and is, is not within its range either. */
    private static boolean holds(ActiveAlert alert, List<Breach> breaches) {
        for (Breach breach : breaches) {
            Metric metric = breach.metric();
            if (alert.isOf(breach) || (alert.alert().getRule() == Rule.RANGE && alert.isAbout(metric))) {
                return false;
            }
        }
        return true;
    }

    /**
     * A window was judged, also when the miner belongs to another site by now. Alerts of rules that the miner is not judged by end.
     *
     * @param policy what it was judged by
     * @param breaches what it broke
     */
    public void judged(
            int minerId,
            MinerPolicy policy,
            int siteId,
            long run,
            TimeWindow window,
            List<Breach> breaches,
            long nowMs) {
        if (active.get(minerId) == RuleSet.NONE) {
            return;
        }
        Span span = new Span(window.start().toEpochMilli(), window.end().toEpochMilli(), run, window.interval());
        improve(
                minerId,
                policy,
                alert -> isOff(alert, policy)
                        || (alert.isOfWindow()
                                && alert.windowSite() == siteId
                                && breaches.stream().noneMatch(alert::isOf)),
                span,
                Verdicts.collecting(siteId, window, run),
                nowMs);
    }

    private static boolean isOff(ActiveAlert alert, MinerPolicy policy) {
        return !policy.isEnabled(alert.alert().getRule());
    }

    private void improve(
            int minerId, MinerPolicy policy, Predicate<ActiveAlert> which, Span good, String awaits, long nowMs) {
        List<ActiveAlert> alerts = store.get(minerId);
        boolean changed = false;
        for (ListIterator<ActiveAlert> all = alerts.listIterator(); all.hasNext(); ) {
            ActiveAlert alert = all.next();
            if (which.test(alert)) {
                RulePolicy rule = policy.of(alert.alert().getRule());
                Step step = rule.enabled()
                        ? alert.cycle().good(good, rule.alerts())
                        : alert.cycle().end(good);
                if (step.change() != Change.NONE) {
                    all.remove();
                    end(alert, step.change(), step.cycle().goodSinceMs(), awaits, nowMs);
                } else {
                    all.set(alert.at(step.cycle()));
                }
                changed |= !step.cycle().equals(alert.cycle());
            }
        }
        if (changed) {
            put(minerId, alerts);
        }
    }

    /**
     * The roster has the miner no more: nothing is expected of it. That it is unknown is no less true.
     *
     * @param atMs event time of the removal
     */
    public void removed(int minerId, long atMs, long nowMs) {
        if (active.get(minerId) == RuleSet.NONE) {
            return;
        }
        List<ActiveAlert> unknown = new ArrayList<>();
        for (ActiveAlert alert : store.get(minerId)) {
            if (alert.alert().getRule() == Rule.UNKNOWN_MINER) {
                unknown.add(alert);
            } else {
                AlertCycle cycle = alert.cycle();
                Change change = cycle.firing() ? Change.RESOLVED : Change.WITHDRAWN;
                end(alert, change, Math.max(atMs, cycle.lastBadMs()), AlertChange.NOTHING, nowMs);
            }
        }
        put(minerId, unknown);
    }

    private void end(ActiveAlert active, Change change, long atMs, String awaits, long nowMs) {
        ofStrangers -= active.stranger() ? 1 : 0;
        TelemetryAlert alert = active.alert();
        AlertChange last = AlertChange.of(alert, alert.getSiteId(), awaits);
        changes.accept(
                change == Change.WITHDRAWN ? last.withdrawn() : last.with(AlertRecords.resolved(alert, atMs, nowMs)));
    }

    private void put(int minerId, List<ActiveAlert> alerts) {
        active.put(minerId, rules(alerts));
        if (alerts.isEmpty()) {
            store.delete(minerId);
        } else {
            store.put(minerId, alerts);
        }
    }
}
