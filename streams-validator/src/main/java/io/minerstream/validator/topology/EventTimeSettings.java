package io.minerstream.validator.topology;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.rule.EventWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How readings that name no run are judged: by windows of event time.
 *
 * @param offset how long after midnight UTC windows begin; whole hours, from 0 to below the length of a window; default 0
 * @param cadence time between two readings of a miner; null, the default, to learn it for each site from its readings
 * @param cadenceBySite cadence of single sites, instead of {@code cadence}; not null
 * @param grace how far the event time of a partition must be behind a window's end before the window is judged; 0 to 366 days,
 *     default 1 h
 * @param idle wall-clock time without readings after which a window is judged whose end and grace are past by the clock; 1 s to 1
 *     day, default 10 s
 * @param maxSkew how far a reading may be ahead of the clock; later ones go to the quarantine and move no time; 0 to 366 days,
 *     default 5 min
 */
public record EventTimeSettings(
        Duration offset,
        Interval cadence,
        Map<Integer, Interval> cadenceBySite,
        Duration grace,
        Duration idle,
        Duration maxSkew) {

    /** Windows from midnight, cadence learnt, 1 h, 10 s, 5 min. */
    public static final EventTimeSettings DEFAULT = new EventTimeSettings(
            Duration.ZERO, null, Map.of(), Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofMinutes(5));

    private static final Duration YEAR = Duration.ofDays(366);

    public EventTimeSettings {
        cadenceBySite = Map.copyOf(cadenceBySite);
    }

    /** Windows of this length. */
    EventWindows windows(Duration length) {
        return new EventWindows(length, offset);
    }

    /** The cadence of a site as configured; null when it is to be learnt. */
    Interval cadenceOf(int siteId) {
        return cadenceBySite.getOrDefault(siteId, cadence);
    }

    /**
     * What is out of its range, one sentence each.
     *
     * @param length length of a window
     */
    List<String> findings(Duration length) {
        List<String> wrong = new ArrayList<>();
        if (!JudgeSettings.isBetween(offset, Duration.ZERO, length)
                || offset.equals(length)
                || !offset.equals(Duration.ofHours(offset.toHours()))) {
            wrong.add("eventTime.offset: must be whole hours from 0 to below window (" + length + "), got " + offset);
            return wrong;
        }
        if (cadence != null) {
            requireFit("eventTime.cadence", cadence, length, wrong);
        }
        new TreeMap<>(cadenceBySite)
                .forEach((site, interval) -> requireFit("eventTime.cadence of site " + site, interval, length, wrong));
        if (!JudgeSettings.isBetween(grace, Duration.ZERO, YEAR)) {
            wrong.add("eventTime.grace: must be from 0 to 366 days, got " + grace);
        }
        if (!JudgeSettings.isBetween(idle, Duration.ofSeconds(1), Duration.ofDays(1))) {
            wrong.add("eventTime.idle: must be from 1 s to 1 day, got " + idle);
        }
        if (!JudgeSettings.isBetween(maxSkew, Duration.ZERO, YEAR)) {
            wrong.add("eventTime.maxSkew: must be from 0 to 366 days, got " + maxSkew);
        }
        return wrong;
    }

    private void requireFit(String name, Interval interval, Duration length, List<String> wrong) {
        if (!windows(length).fits(interval)) {
            wrong.add("%s: must divide window (%s) and eventTime.offset (%s), got %s"
                    .formatted(name, length, offset, interval.text(1)));
        }
    }
}
