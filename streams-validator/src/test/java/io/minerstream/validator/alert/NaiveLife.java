package io.minerstream.validator.alert;

import io.minerstream.validator.policy.AlertPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The life of one subject's alert again, slow and obvious: after each judgement, everything is derived anew from the whole history
 * of the alert. Shares no code with the validator.
 *
 * @param pendingForMs as {@link AlertPolicy}, in milliseconds
 */
public record NaiveLife(long pendingForMs, long keepFiringForMs, long clearAfterMs, long repeatEveryMs) {

    /** What the rule said of a reading or of a window. */
    public record Judgement(boolean bad, long fromMs, long toMs, long run) {}

    /** The defaults, for readings that are so far apart. */
    public static NaiveLife ofDefaults(long intervalMs) {
        return new NaiveLife(0, 0, intervalMs, 0);
    }

    /** The records that must come out, as state and the times in event time. */
    public List<String> records(List<Judgement> history) {
        List<String> records = new ArrayList<>();
        List<Judgement> alert = new ArrayList<>();
        int fired = 0;
        for (Judgement judgement : history) {
            if (alert.isEmpty() && !judgement.bad) {
                continue;
            }
            alert.add(judgement);
            long startsMs = alert.get(0).fromMs;
            int firings = firings(alert);
            if (firings > fired) {
                records.add("FIRING since " + Instant.ofEpochMilli(startsMs));
            } else if (alert.size() == 1) {
                records.add("PENDING since " + Instant.ofEpochMilli(startsMs));
            }
            fired = firings;
            List<Judgement> good = goodStreak(alert, last(alert));
            boolean over = false;
            if (!good.isEmpty() && fired == 0) {
                records.add("WITHDRAWN");
                over = true;
            } else if (!good.isEmpty() && isOver(alert, good)) {
                records.add("RESOLVED since " + Instant.ofEpochMilli(startsMs) + " at "
                        + Instant.ofEpochMilli(since(alert, good)));
                over = true;
            }
            if (over) {
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
            if (bad.bad && bad.toMs >= last.toMs && (good.isEmpty() || bad.toMs >= since(alert, good))) {
                offences.add(bad);
            }
        }
        return offences;
    }

    private static Judgement last(List<Judgement> alert) {
        List<Judgement> offences = offences(alert);
        return offences.get(offences.size() - 1);
    }

    /** What came after the last offence and is later in event time, or replaces it. */
    private static List<Judgement> goodStreak(List<Judgement> alert, Judgement last) {
        int place = 0;
        for (int i = 0; i < alert.size(); i++) {
            // Not equals: an offence may come twice.
            if (alert.get(i) == last) {
                place = i;
            }
        }
        return alert.subList(place, alert.size()).stream()
                .filter(judgement -> !judgement.bad)
                .filter(good -> good.toMs > last.toMs || (good.toMs == last.toMs && good.run != last.run))
                .toList();
    }

    private static long since(List<Judgement> alert, List<Judgement> good) {
        return Math.max(
                alert.get(0).fromMs,
                good.stream().mapToLong(Judgement::fromMs).min().orElseThrow());
    }

    private boolean isOver(List<Judgement> alert, List<Judgement> good) {
        long untilMs = good.stream().mapToLong(Judgement::toMs).max().orElseThrow();
        return untilMs - since(alert, good) >= clearAfterMs && untilMs - last(alert).toMs >= keepFiringForMs;
    }

    /** How often the alert has fired or been repeated. */
    private int firings(List<Judgement> alert) {
        int firings = 0;
        long saidMs = 0;
        for (Judgement bad : offences(alert)) {
            boolean due = firings == 0
                    ? bad.toMs - alert.get(0).fromMs >= pendingForMs
                    : repeatEveryMs > 0 && bad.toMs - saidMs >= repeatEveryMs;
            if (due) {
                firings++;
                saidMs = bad.toMs;
            }
        }
        return firings;
    }
}
