package io.minerstream.validator.topology;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs in the order in which they became silent: those that wait for their first watermark, those that are being judged, and
 * finished ones. A run must be removed before its record or its time of activity changes. Not thread-safe.
 */
final class RunQueues {

    private final Set<OpenRun> unannounced = new LinkedHashSet<>();
    private final Set<OpenRun> unfinished = new LinkedHashSet<>();
    private final Set<OpenRun> finished = new LinkedHashSet<>();

    private Set<OpenRun> of(OpenRun run) {
        if (!run.isAnnounced()) {
            return unannounced;
        }
        return run.record().isFinished() ? finished : unfinished;
    }

    /** Adds a run that was active last. */
    void add(OpenRun run) {
        of(run).add(run);
    }

    void remove(OpenRun run) {
        of(run).remove(run);
    }

    /** Number of runs without a watermark. */
    int unannounced() {
        return unannounced.size();
    }

    /** Number of runs with a watermark. */
    int announced() {
        return unfinished.size() + finished.size();
    }

    /** Null when there is none. */
    OpenRun longestSilentUnannounced() {
        return first(unannounced);
    }

    /** A finished run, or else an unfinished one; null when there is none. */
    OpenRun longestSilentAnnounced() {
        return first(finished.isEmpty() ? unfinished : finished);
    }

    private static OpenRun first(Set<OpenRun> runs) {
        return runs.isEmpty() ? null : runs.iterator().next();
    }

    /** Runs whose stored time of activity is before {@code latestMs}; looks at no others. */
    List<OpenRun> silentSince(long latestMs) {
        List<OpenRun> silent = new ArrayList<>(0);
        for (Set<OpenRun> runs : List.of(unannounced, unfinished, finished)) {
            for (OpenRun run : runs) {
                if (run.record().lastSeenMs() >= latestMs) {
                    break;
                }
                silent.add(run);
            }
        }
        return silent;
    }
}
