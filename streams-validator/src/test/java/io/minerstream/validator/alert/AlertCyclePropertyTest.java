package io.minerstream.validator.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.alert.AlertCycle.Change;
import io.minerstream.validator.alert.AlertCycle.Span;
import io.minerstream.validator.alert.AlertCycle.Step;
import io.minerstream.validator.alert.NaiveLife.Judgement;
import io.minerstream.validator.alert.NaiveLife.Kind;
import io.minerstream.validator.policy.AlertPolicy;
import io.minerstream.validator.policy.Length;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
                .as((bad, from, hours, run) -> judgement(bad, from * HOUR_MS, (from + hours) * HOUR_MS, run));
        return judgement.list().ofMaxSize(60);
    }

    /** Mostly in order, as a miner sends: here and there late by some hours, or an earlier time again. */
    @Provide
    Arbitrary<List<Judgement>> streams() {
        return Combinators.combine(
                        Arbitraries.of(true, false, false),
                        Arbitraries.of(0, 0, 0, 0, 0, 0, 0, 0, -1, -3, -20),
                        Arbitraries.of(1, 1, 1, 1, 1, 2))
                .as((bad, shift, run) -> judgement(bad, shift, shift, run))
                .list()
                .ofMaxSize(80)
                .map(shifts -> {
                    List<Judgement> stream = new ArrayList<>();
                    for (int hour = 0; hour < shifts.size(); hour++) {
                        Judgement shift = shifts.get(hour);
                        long atMs = Math.max(0, hour + shift.fromMs()) * HOUR_MS;
                        stream.add(new Judgement(shift.kind(), atMs, atMs, shift.run(), HOUR_MS, null, null));
                    }
                    return stream;
                });
    }

    @Provide
    Arbitrary<NaiveLife> lives() {
        Arbitrary<Long> hours = Arbitraries.of(0L, 0L, 1L, 2L, 5L);
        return Combinators.combine(hours, hours, hours, hours)
                .as((pendingFor, keepFiringFor, clearAfter, repeatEvery) ->
                        new NaiveLife(pendingFor, keepFiringFor, clearAfter, repeatEvery, false));
    }

    @Property(tries = 1000)
    void shouldSayWhatTheSlowModelSaysOfAnyHistory(
            @ForAll("histories") List<Judgement> history, @ForAll("lives") NaiveLife life) {
        assertSame(history, any -> life);
    }

    @Property(tries = 1000)
    void shouldSayWhatTheSlowModelSaysWhenRunsAreJudgedByOtherPolicies(
            @ForAll("histories") List<Judgement> history,
            @ForAll("lives") NaiveLife first,
            @ForAll("lives") NaiveLife second) {
        assertSame(history, judgement -> judgement.run().equals("1") ? first : second);
    }

    @Property(tries = 1000)
    void shouldSayWhatTheSlowModelSaysOfAStream(
            @ForAll("streams") List<Judgement> stream, @ForAll("lives") NaiveLife life) {
        assertSame(stream, any -> life);
    }

    private static void assertSame(List<Judgement> history, Function<Judgement, NaiveLife> lives) {
        List<String> expected = NaiveLife.records(history, lives).stream()
                .map(change -> text(change.state(), change.startsMs(), change.resolvedMs()))
                .toList();
        assertThat(records(history, lives.andThen(AlertCyclePropertyTest::policy)))
                .isEqualTo(expected);
    }

    private static AlertPolicy policy(NaiveLife life) {
        return new AlertPolicy(
                length(life.pendingFor()),
                length(life.keepFiringFor()),
                length(life.clearAfter()),
                length(life.repeatEvery()));
    }

    /** Whole hours as intervals, or as a time: of hourly readings it is the same. */
    private static Length length(long hours) {
        return hours % 2 == 0 ? new Length(0, Duration.ofHours(hours)) : Length.ofIntervals((int) hours);
    }

    private static Judgement judgement(boolean bad, long fromMs, long toMs, int run) {
        return new Judgement(bad ? Kind.BAD : Kind.GOOD, fromMs, toMs, String.valueOf(run), HOUR_MS, null, null);
    }

    private static List<String> records(List<Judgement> history, Function<Judgement, AlertPolicy> policies) {
        List<String> records = new ArrayList<>();
        AlertCycle cycle = null;
        for (Judgement judgement : history) {
            Span span =
                    new Span(judgement.fromMs(), judgement.toMs(), Long.parseLong(judgement.run()), Interval.HOURLY);
            if (cycle == null && judgement.kind() == Kind.GOOD) {
                continue;
            }
            AlertPolicy policy = policies.apply(judgement);
            Step step;
            if (cycle == null) {
                step = AlertCycle.begin(span, policy);
            } else {
                step = judgement.kind() == Kind.BAD ? cycle.bad(span, policy) : cycle.good(span, policy);
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
        AlertCycle cycle = step.cycle();
        return step.change() == Change.RESOLVED
                ? text("RESOLVED", cycle.startsMs(), cycle.goodSinceMs())
                : text(step.change().name(), cycle.startsMs(), null);
    }

    private static String text(String state, long startsMs, Long resolvedMs) {
        return switch (state) {
            case "WITHDRAWN" -> state;
            case "RESOLVED" ->
                state + " since " + Instant.ofEpochMilli(startsMs) + " at " + Instant.ofEpochMilli(resolvedMs);
            default -> state + " since " + Instant.ofEpochMilli(startsMs);
        };
    }
}
