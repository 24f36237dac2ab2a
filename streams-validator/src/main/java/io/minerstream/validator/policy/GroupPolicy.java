package io.minerstream.validator.policy;

import java.time.Duration;

/**
 * When one alert of a site stands for those of its miners.
 *
 * @param share share of the site's miners that must break a rule, 0 to 1; more than it make a site alert; default 0.2
 * @param fewest miners that a site alert stands for at least; default 10
 * @param groupWait how long the alerts of single readings are held back until it is known whether they are a site matter;
 *     wall-clock time; default 1 s
 * @param verdictWait how long alerts of windows and silences are held back at most while not all partitions have judged or looked, and a
 *     site alert while few of its miners are left; wall-clock time; default 2 min
 */
public record GroupPolicy(double share, int fewest, Duration groupWait, Duration verdictWait) {

    public static final GroupPolicy DEFAULT = new GroupPolicy(0.2, 10, Duration.ofSeconds(1), Duration.ofMinutes(2));

    /** How many miners make a site alert. Fewer than half of it end one. */
    public int miners(int ofSite) {
        return Math.max(fewest, (int) (share * ofSite) + 1);
    }

    /** Whether a site is large enough for site alerts; true when its size is not known yet, which is 0. */
    public boolean mayGroup(int ofSite) {
        return ofSite == 0 || ofSite >= fewest;
    }
}
