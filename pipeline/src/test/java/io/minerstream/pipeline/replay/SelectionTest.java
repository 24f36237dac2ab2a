package io.minerstream.pipeline.replay;

import static io.minerstream.pipeline.replay.KnownRuns.hour;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.SimulationRun;
import io.minerstream.schemas.run.TimeRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {

    @Test
    void shouldFindNothingAgainstACompletedRun() {
        KnownRuns runs = new KnownRuns().completed("aaaaaaaa", 0, 24, 42).completed("bbbbbbbb", 24, 48, 42);

        assertThat(findings(runs, "aaaaaaaa")).isEmpty();
    }

    @Test
    void shouldRefuseARunThatIsNotCompleted() {
        KnownRuns runs = new KnownRuns().started("aaaaaaaa", 0, 24, 6, 42).aborted("bbbbbbbb", 24, 48, 25, 42);

        assertThat(findings(runs, "aaaaaaaa"))
                .containsExactly(
                        "run aaaaaaaa: must be COMPLETED, got STARTED with 12 of 48 readings committed; the command that began it "
                                + "resumes it");
        assertThat(findings(runs, "bbbbbbbb"))
                .containsExactly(
                        "run bbbbbbbb: must be COMPLETED, got ABORTED with 2 of 48 readings committed; `minerstream generate "
                                + "--force` writes its range again");
    }

    @Test
    void shouldRefuseARunWhoseRowsALaterOneMayHaveReplaced() {
        KnownRuns runs = new KnownRuns().completed("aaaaaaaa", 0, 24, 42).aborted("bbbbbbbb", 23, 48, 24, 42);

        assertThat(findings(runs, "aaaaaaaa"))
                .containsExactly(
                        "run aaaaaaaa: must be the last run of its range, got run bbbbbbbb from 2026-11-01T23:00:00Z to "
                                + "2026-11-03T00:00:00Z after it, which may have replaced its rows; replay that run, or write this one "
                                + "again by `minerstream generate --force`");
    }

    @Test
    void shouldTakeTheCompletedRunsOfARangeTheOldestFirst() {
        KnownRuns runs = new KnownRuns()
                .completed("bbbbbbbb", 24, 48, 42)
                .completed("aaaaaaaa", 0, 24, 42)
                .completed("cccccccc", 48, 72, 42);

        Selection selection = within(runs, 23, 48);

        assertThat(ids(selection)).containsExactly("bbbbbbbb", "aaaaaaaa");
        assertThat(selection.leftOut()).isEmpty();
        assertThat(selection.findings()).isEmpty();
    }

    @Test
    void shouldSayWhichRunsOfARangeAreLeftOut() {
        KnownRuns runs = new KnownRuns()
                .completed("aaaaaaaa", 0, 24, 42)
                .completed("bbbbbbbb", 12, 48, 42)
                .aborted("cccccccc", 48, 72, 50, 42)
                .aborted("dddddddd", 50, 72, 50, 42);

        Selection selection = within(runs, 0, 72);

        assertThat(ids(selection)).containsExactly("bbbbbbbb");
        assertThat(selection.leftOut())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("run aaaaaaaa: must be the last run of its range, got run bbbbbbbb "),
                        second -> assertThat(second).startsWith("run cccccccc: must be COMPLETED, got ABORTED "));
    }

    /** Nothing is left of it. */
    @Test
    void shouldSayNothingOfARunThatALaterOneCovers() {
        KnownRuns runs = new KnownRuns()
                .aborted("aaaaaaaa", 0, 24, 6, 42)
                .completed("bbbbbbbb", 0, 24, 7)
                .completed("cccccccc", 0, 48, 8);

        Selection selection = within(runs, 0, 72);

        assertThat(ids(selection)).containsExactly("cccccccc");
        assertThat(selection.leftOut()).isEmpty();
    }

    @Test
    void shouldTakeARunOnceThatWasGeneratedAgain() {
        KnownRuns runs = new KnownRuns()
                .completed("aaaaaaaa", 0, 24, 42)
                .completed("bbbbbbbb", 0, 24, 42)
                .started("cccccccc", 0, 24, 6, 42);

        Selection selection = within(runs, 0, 24);

        assertThat(ids(selection)).containsExactly("bbbbbbbb");
        assertThat(selection.leftOut()).isEmpty();
        assertThat(findings(runs, "aaaaaaaa")).isEmpty();
    }

    private static List<String> findings(KnownRuns runs, String id) {
        return Selection.of(runs.history(), runs.find(id)).findings();
    }

    private static Selection within(KnownRuns runs, int fromHour, int toHour) {
        return Selection.within(runs.history(), 5, TimeRange.hourly(hour(fromHour), hour(toHour)));
    }

    private static List<String> ids(Selection selection) {
        return selection.runs().stream().map(SimulationRun::getRunId).toList();
    }
}
