package io.minerstream.validator.alert;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.policy.AlertPolicy;

/**
 * Where the alert of one subject is in its life: pending or firing. An alert that is neither has no cycle. Pure: no clock but the
 * event time of what is judged. Immutable.
 *
 * <p>Each judgement is about a {@link Span} of event time. Those of a subject come in any order:
 *
 * <ul>
 *   <li>An offence that is older than the last one, or than the time since which the rule holds, changes nothing.
 *   <li>The rule holds again only after the last offence. At the very time of the last offence, another run may say so: it
 *       replaces what was sent before.
 * </ul>
 *
 * @param firing false while it is pending
 * @param startsMs event time of the first offence
 * @param lastBadMs end of the last offence
 * @param lastRun run of the last offence
 * @param goodSinceMs since when the rule holds; {@link #NONE} while it does not
 * @param goodUntilMs the last time at which it held
 * @param saidMs event time of the offence that caused the last record
 */
record AlertCycle(
        boolean firing, long startsMs, long lastBadMs, long lastRun, long goodSinceMs, long goodUntilMs, long saidMs) {

    static final long NONE = Long.MIN_VALUE;

    /**
     * Event time that was judged.
     *
     * @param fromMs start; of a reading, its time
     * @param toMs end; of a reading, its time
     * @param run packed id of the run
     * @param interval interval of the readings
     */
    record Span(long fromMs, long toMs, long run, Interval interval) {}

    /** What a judgement does to an alert. */
    enum Change {
        /** Nothing that anybody must know. */
        NONE,
        PENDING,
        /** It fires, or is repeated. */
        FIRING,
        RESOLVED,
        /** It was pending, and never fired. */
        WITHDRAWN
    }

    /**
     * @param cycle what follows, never null; of an alert that is over, its end: the rule holds since {@link #goodSinceMs()}
     */
    record Step(AlertCycle cycle, Change change) {}

    /** The first offence. */
    static Step begin(Span bad, AlertPolicy policy) {
        AlertCycle cycle = new AlertCycle(false, bad.fromMs, bad.toMs, bad.run, NONE, NONE, bad.toMs);
        return cycle.isDue(bad, policy) ? cycle.fire(bad) : new Step(cycle, Change.PENDING);
    }

    private boolean isDue(Span bad, AlertPolicy policy) {
        return bad.toMs - startsMs >= policy.pendingFor().millis(bad.interval);
    }

    private Step fire(Span bad) {
        return new Step(new AlertCycle(true, startsMs, bad.toMs, bad.run, NONE, NONE, bad.toMs), Change.FIRING);
    }

    /** A further offence. */
    Step bad(Span bad, AlertPolicy policy) {
        if (!continues(bad)) {
            return new Step(this, Change.NONE);
        }
        if (firing ? isToRepeat(bad, policy) : isDue(bad, policy)) {
            return fire(bad);
        }
        return new Step(new AlertCycle(firing, startsMs, bad.toMs, bad.run, NONE, NONE, saidMs), Change.NONE);
    }

    /** Whether an offence is the newest that is known of the subject. */
    boolean continues(Span bad) {
        return bad.toMs >= lastBadMs && (goodSinceMs == NONE || bad.toMs >= goodSinceMs);
    }

    private boolean isToRepeat(Span bad, AlertPolicy policy) {
        long every = policy.repeatEvery().millis(bad.interval);
        return every > 0 && bad.toMs - saidMs >= every;
    }

    /** The rule holds. */
    Step good(Span good, AlertPolicy policy) {
        if (good.toMs < lastBadMs || (good.toMs == lastBadMs && good.run == lastRun)) {
            return new Step(this, Change.NONE);
        }
        if (!firing) {
            return new Step(holds(good), Change.WITHDRAWN);
        }
        AlertCycle next = holds(good);
        boolean over = next.goodUntilMs - next.goodSinceMs
                        >= policy.clearAfter().millis(good.interval)
                && next.goodUntilMs - lastBadMs >= policy.keepFiringFor().millis(good.interval);
        return new Step(next, over ? Change.RESOLVED : Change.NONE);
    }

    /** Nobody is judged by the rule any more. */
    Step end(Span now) {
        return new Step(holds(now), firing ? Change.RESOLVED : Change.WITHDRAWN);
    }

    private AlertCycle holds(Span good) {
        long sinceMs = Math.max(startsMs, goodSinceMs == NONE ? good.fromMs : Math.min(goodSinceMs, good.fromMs));
        return new AlertCycle(firing, startsMs, lastBadMs, lastRun, sinceMs, Math.max(goodUntilMs, good.toMs), saidMs);
    }
}
