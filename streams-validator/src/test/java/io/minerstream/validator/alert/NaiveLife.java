package io.minerstream.validator.alert;

import static io.minerstream.validator.alert.NaiveLife.Kind.BAD;
import static io.minerstream.validator.alert.NaiveLife.Kind.GOOD;
import static io.minerstream.validator.alert.NaiveLife.Kind.OFF;
import static io.minerstream.validator.alert.NaiveLife.Kind.REMOVED;

import io.minerstream.validator.policy.AlertPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * "Life of an alert" in docs/rules.md, slow and obvious: after each judgement of one subject, everything is derived anew from the
 * whole history of the alert. Shares no code with the validator.
 *
 * @param pendingFor as in {@link AlertPolicy}, all four in intervals of the readings
 * @param isWarning whether the severity is WARNING
 */
public record NaiveLife(long pendingFor, long keepFiringFor, long clearAfter, long repeatEvery, boolean isWarning) {

    /** The table of defaults. */
    public static final NaiveLife DEFAULTS = new NaiveLife(0, 0, 1, 0, false);

    /** What the rule said. */
    public enum Kind {
        BAD,
        GOOD,
        /** Nothing any more: the miner is judged, but not by this rule. */
        OFF,
        /** Nothing any more: the roster has the miner no longer. */
        REMOVED
    }

    /**
     * What the rule said of a reading or of a window.
     *
     * @param fromMs first offending time; of what is good, its start
     * @param toMs time of the reading, end of the window
     * @param site of the window; null for a reading
     * @param what what broke the rule, whatever that is to the caller
     */
    public record Judgement(
            Kind kind, long fromMs, long toMs, String run, long intervalMs, Integer site, Object what) {}

    /**
     * A record that must come out. Of a withdrawn alert it is a tombstone.
     *
     * @param said what it repeats
     * @param by what caused it
     */
    public record Change(
            String state,
            long startsMs,
            Long resolvedMs,
            Judgement said,
            Judgement first,
            Judgement last,
            Judgement by) {}

    /** The records that must come out, in their order, when all is judged by this. */
    public List<Change> records(List<Judgement> history) {
        return records(history, any -> this);
    }

    /**
     * The records that must come out, in their order.
     *
     * @param lives by what each judgement is judged
     */
    public static List<Change> records(List<Judgement> history, Function<Judgement, NaiveLife> lives) {
        List<Change> records = new ArrayList<>();
        List<Judgement> alert = new ArrayList<>();
        Judgement said = null;
        int fired = 0;
        for (Judgement judgement : history) {
            if (alert.isEmpty() && judgement.kind != BAD) {
                continue;
            }
            alert.add(judgement);
            Judgement first = alert.get(0);
            Judgement last = last(alert);
            NaiveLife life = lives.apply(judgement);
            List<Judgement> firings = firings(alert, lives);
            boolean isOther = fired > 0 && last == judgement && life.isWarning != lives.apply(said).isWarning;
            if (firings.size() > fired || alert.size() == 1 || isOther) {
                said = judgement;
                String state = firings.isEmpty() ? "PENDING" : "FIRING";
                records.add(new Change(state, first.fromMs, null, said, first, said, judgement));
            }
            fired = firings.size();
            List<Judgement> good = goodStreak(alert, last);
            Long overMs = null;
            if (judgement.kind == REMOVED) {
                overMs = Math.max(judgement.toMs, last.toMs);
            } else if (judgement.kind == OFF) {
                overMs = since(
                        alert,
                        Stream.concat(good.stream(), Stream.of(judgement)).toList());
            } else if (isLast(judgement, good)
                    && (fired == 0 || life.isOver(alert, last, good, judgement.intervalMs))) {
                overMs = since(alert, good);
            }
            if (overMs != null) {
                String state = fired == 0 ? "WITHDRAWN" : "RESOLVED";
                records.add(new Change(state, first.fromMs, overMs, said, first, last, judgement));
                alert.clear();
                fired = 0;
            }
        }
        return records;
    }

    /** Offences that are not out of date when they come. */
    private static List<Judgement> offences(List<Judgement> alert) {
        List<Judgement> offences = new ArrayList<>(alert.subList(0, 1));
        for (int i = 1; i < alert.size(); i++) {
            Judgement bad = alert.get(i);
            Judgement last = offences.get(offences.size() - 1);
            List<Judgement> good = goodStreak(alert.subList(0, i), last);
            if (bad.kind == BAD && bad.toMs >= last.toMs && (good.isEmpty() || bad.toMs >= since(alert, good))) {
                offences.add(bad);
            }
        }
        return offences;
    }

    private static Judgement last(List<Judgement> alert) {
        List<Judgement> offences = offences(alert);
        return offences.get(offences.size() - 1);
    }

    /**
     * What came after the last offence and is later in event time, or replaces it. Only a window of the same site makes good what a
     * window found, and only a reading what a reading did.
     */
    private static List<Judgement> goodStreak(List<Judgement> alert, Judgement last) {
        int place = 0;
        for (int i = 0; i < alert.size(); i++) {
            // Not equals: an offence may come twice.
            if (alert.get(i) == last) {
                place = i;
            }
        }
        return alert.subList(place, alert.size()).stream()
                .filter(good -> good.kind == GOOD && Objects.equals(good.site, last.site))
                .filter(good -> good.toMs > last.toMs || (good.toMs == last.toMs && !good.run.equals(last.run)))
                .toList();
    }

    /** What is out of date changes nothing, under whichever policy. Not equals: a judgement may come twice. */
    private static boolean isLast(Judgement judgement, List<Judgement> good) {
        return !good.isEmpty() && good.get(good.size() - 1) == judgement;
    }

    private static long since(List<Judgement> alert, List<Judgement> good) {
        return Math.max(
                alert.get(0).fromMs,
                good.stream().mapToLong(Judgement::fromMs).min().orElseThrow());
    }

    private boolean isOver(List<Judgement> alert, Judgement last, List<Judgement> good, long intervalMs) {
        long untilMs = good.stream().mapToLong(Judgement::toMs).max().orElseThrow();
        return untilMs - since(alert, good) >= clearAfter * intervalMs
                && untilMs - last.toMs >= keepFiringFor * intervalMs;
    }

    /** The offences with which the alert fired or was repeated. */
    private static List<Judgement> firings(List<Judgement> alert, Function<Judgement, NaiveLife> lives) {
        List<Judgement> firings = new ArrayList<>();
        for (Judgement bad : offences(alert)) {
            NaiveLife life = lives.apply(bad);
            boolean due = firings.isEmpty()
                    ? bad.toMs - alert.get(0).fromMs >= life.pendingFor * bad.intervalMs
                    : life.repeatEvery > 0
                            && bad.toMs - firings.get(firings.size() - 1).toMs >= life.repeatEvery * bad.intervalMs;
            if (due) {
                firings.add(bad);
            }
        }
        return firings;
    }
}
