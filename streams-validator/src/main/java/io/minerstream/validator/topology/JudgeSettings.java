package io.minerstream.validator.topology;

import io.minerstream.validator.policy.Policies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Length of windows and of waits, and what is judged by.
 *
 * @param window length of a window, aligned to the start of each run and rounded up to its whole intervals; whole hours, 1 h to
 *     366 days; default 24 h
 * @param quietPeriod time without a record of a complete window before the window is judged, so that a record that follows the
 *     last expected one counts as a duplicate and not as late; also the time without a roster entry before readings that
 *     contradict the roster are judged, and the first ones of a run if the roster was not read to its end; wall-clock time, 0 to {@code gracePeriod}, default 250 ms
 * @param gracePeriod time without records before records that a watermark promised count as missing, and miners that are not in
 *     the roster as unknown; wall-clock time, greater than 0, default 10 s
 * @param retention how long a run is remembered after its last record; windows that are open then get no verdict; at least 1 h
 *     and at least {@code gracePeriod}, default 7 days; also how far a reading that names no run may be behind the newest one of its
 *     partition
 * @param eventTime how readings that name no run are judged
 * @param policies limits and alerts, by site and model; not null
 */
public record JudgeSettings(
        Duration window,
        Duration quietPeriod,
        Duration gracePeriod,
        Duration retention,
        EventTimeSettings eventTime,
        Policies policies) {

    /** 24 h, 250 ms, 10 s, 7 days. */
    public static final JudgeSettings DEFAULT = new JudgeSettings(
            Duration.ofHours(24),
            Duration.ofMillis(250),
            Duration.ofSeconds(10),
            Duration.ofDays(7),
            EventTimeSettings.DEFAULT,
            Policies.DEFAULT);

    private static final Duration HOUR = Duration.ofHours(1);

    /** The same with another grace period, for other readings that name no run, and by other policies. */
    public JudgeSettings with(Duration otherGracePeriod, EventTimeSettings otherEventTime, Policies otherPolicies) {
        return new JudgeSettings(window, quietPeriod, otherGracePeriod, retention, otherEventTime, otherPolicies);
    }

    /** What is out of its range, one sentence each. */
    public List<String> findings() {
        List<String> wrong = new ArrayList<>();
        if (!isBetween(window, HOUR, Duration.ofDays(366)) || !window.equals(HOUR.multipliedBy(window.toHours()))) {
            wrong.add("window: must be whole hours from 1 h to 366 days, got " + window);
        } else {
            wrong.addAll(eventTime.findings(window));
        }
        if (!isBetween(gracePeriod, Duration.ofMillis(1), Duration.ofDays(1))) {
            wrong.add("gracePeriod: must be from 1 ms to 1 day, got " + gracePeriod);
        }
        if (!isBetween(quietPeriod, Duration.ZERO, gracePeriod)) {
            wrong.add("quietPeriod: must be from 0 to gracePeriod (" + gracePeriod + "), got " + quietPeriod);
        }
        if (!isBetween(retention, HOUR, Duration.ofDays(36_500)) || !isBetween(gracePeriod, Duration.ZERO, retention)) {
            wrong.add("retention: must be from 1 h to 36500 days and at least gracePeriod (" + gracePeriod + "), got "
                    + retention);
        }
        return wrong;
    }

    static boolean isBetween(Duration value, Duration min, Duration max) {
        return value != null && max != null && value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }
}
