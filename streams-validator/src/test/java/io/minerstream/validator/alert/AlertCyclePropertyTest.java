package io.minerstream.validator.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.alert.AlertCycle.Change;
import io.minerstream.validator.alert.AlertCycle.Span;
import io.minerstream.validator.alert.AlertCycle.Step;
import io.minerstream.validator.alert.NaiveLife.Judgement;
import io.minerstream.validator.policy.AlertPolicy;
import io.minerstream.validator.policy.Length;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any history of a subject, in any order, leads to the records of the slow model. */
class AlertCyclePropertyTest {

    private static final long HOUR_MS = Duration.ofHours(1).toMillis();

    @Provide
    Arbitrary<List<Judgement>> histories() {
        Arbitrary<Judgement> judgement = Combinators.combine(
                        Arbitraries.of(true, false, false),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.of(0, 0, 0, 1, 5),
                        Arbitraries.integers().between(1, 2))
                .as((bad, from, hours, run) -> new Judgement(bad, from * HOUR_MS, (from + hours) * HOUR_MS, run));
        return judgement.list().ofMaxSize(60);
    }

    /** Mostly in order, as a miner sends: here and there late by some hours, or an earlier time again. */
    @Provide
    Arbitrary<List<Judgement>> streams() {
        return Combinators.combine(
                        Arbitraries.of(true, false, false),
                        Arbitraries.of(0, 0, 0, 0, 0, 0, 0, 0, -1, -3, -20),
                        Arbitraries.of(1, 1, 1, 1, 1, 2))
                .as((bad, shift, run) -> new Judgement(bad, shift, shift, run))
                .list()
                .ofMaxSize(80)
                .map(shifts -> {
                    List<Judgement> stream = new ArrayList<>();
                    for (int hour = 0; hour < shifts.size(); hour++) {
                        Judgement shift = shifts.get(hour);
                        long atMs = Math.max(0, hour + shift.fromMs()) * HOUR_MS;
                        stream.add(new Judgement(shift.bad(), atMs, atMs, shift.run()));
                    }
                    return stream;
                });
    }

    @Provide
    Arbitrary<NaiveLife> lives() {
        Arbitrary<Long> hours = Arbitraries.of(0L, 0L, 1L, 2L, 5L).map(length -> length * HOUR_MS);
        return Combinators.combine(hours, hours, hours, hours).as(NaiveLife::new);
    }

    @Property(tries = 1000)
    void shouldSayWhatTheSlowModelSaysOfAnyHistory(
            @ForAll("histories") List<Judgement> history, @ForAll("lives") NaiveLife life) {
        assertThat(records(history, policy(life))).isEqualTo(life.records(history));
    }

    @Property(tries = 1000)
    void shouldSayWhatTheSlowModelSaysOfAStream(
            @ForAll("streams") List<Judgement> stream, @ForAll("lives") NaiveLife life) {
        assertThat(records(stream, policy(life))).isEqualTo(life.records(stream));
    }

    private static AlertPolicy policy(NaiveLife life) {
        return new AlertPolicy(
                length(life.pendingForMs()),
                length(life.keepFiringForMs()),
                length(life.clearAfterMs()),
                length(life.repeatEveryMs()));
    }

    /** Whole hours as intervals, or as a time: of hourly readings it is the same. */
    private static Length length(long millis) {
        return millis % (2 * HOUR_MS) == 0
                ? new Length(0, Duration.ofMillis(millis))
                : Length.ofIntervals((int) (millis / HOUR_MS));
    }

    private static List<String> records(List<Judgement> history, AlertPolicy policy) {
        List<String> records = new ArrayList<>();
        AlertCycle cycle = null;
        for (Judgement judgement : history) {
            Span span = new Span(judgement.fromMs(), judgement.toMs(), judgement.run(), Interval.HOURLY);
            if (cycle == null && !judgement.bad()) {
                continue;
            }
            Step step;
            if (cycle == null) {
                step = AlertCycle.begin(span, policy);
            } else {
                step = judgement.bad() ? cycle.bad(span, policy) : cycle.good(span, policy);
            }
            cycle = step.cycle();
            if (step.change() != Change.NONE) {
                records.add(text(step));
            }
            if (step.change() == Change.RESOLVED || step.change() == Change.WITHDRAWN) {
                cycle = null;
            }
        }
        return records;
    }

    private static String text(Step step) {
        String starts = " since " + Instant.ofEpochMilli(step.cycle().startsMs());
        return switch (step.change()) {
            case WITHDRAWN -> "WITHDRAWN";
            case RESOLVED ->
                "RESOLVED" + starts + " at " + Instant.ofEpochMilli(step.cycle().goodSinceMs());
            default -> step.change() + starts;
        };
    }
}
