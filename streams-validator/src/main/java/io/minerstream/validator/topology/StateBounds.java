package io.minerstream.validator.topology;

/**
 * Bounds of the state of one partition. They are far above what a fleet needs, and hold whatever the topics contain. What exceeds
 * one goes to the quarantine, or something older is forgotten for it.
 *
 * @param unannouncedRuns runs whose first watermark has not come: anybody can name one in a header
 * @param unannouncedPoints time points of all of these runs together, and of each
 * @param announcedRuns runs with a watermark, finished ones included
 * @param announcedPoints time points of all runs with a watermark that are not yet judged
 * @param pointsPerRun time points of one run with a watermark that are not yet judged, and of one window
 * @param windowsPerRun windows of one run
 * @param waitingReadings readings that wait for the roster
 * @param strangers miners that are not in the roster and have a state
 * @param verdicts windows whose latest verdict is remembered, and partial verdicts that wait for those of other partitions
 * @param groupedAlerts alerts of miners, of all partitions, that may be a matter of their site; further ones are published at once
 * @param minersPerTick miners to judge in one punctuation; windows beyond it are judged in the next ones
 */
record StateBounds(
        int unannouncedRuns,
        int unannouncedPoints,
        int announcedRuns,
        int announcedPoints,
        int pointsPerRun,
        int windowsPerRun,
        int waitingReadings,
        int strangers,
        int verdicts,
        int groupedAlerts,
        int minersPerTick) {

    static final StateBounds DEFAULT = new StateBounds(
            1000, 100_000, 10_000, 1_000_000, 200_000, 100_000, 500_000, 10_000, 100_000, 1_000_000, 1_000_000);
}
