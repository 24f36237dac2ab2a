package io.minerstream.connect.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureTraceTest {

    @Test
    void shouldFindInnermostCauseWithEveryLineOfItsMessage() {
        Exception refused = new IllegalStateException(
                "ERROR: violates foreign key \"fk\"\n  Detail: Key (miner_id)=(9) is missing");
        refused.addSuppressed(new IllegalStateException("closing", new IllegalStateException("closed")));
        Exception batch = new IllegalArgumentException("Batch entry 0 was aborted", refused);

        assertThat(FailureTrace.innermostCause(trace(new RuntimeException("Exiting WorkerSinkTask", batch))))
                .isEqualTo("java.lang.IllegalStateException: ERROR: violates foreign key \"fk\" "
                        + "Detail: Key (miner_id)=(9) is missing");
    }

    @Test
    void shouldTakeExceptionWithoutCauseItself() {
        assertThat(FailureTrace.innermostCause(trace(new IllegalStateException("no"))))
                .isEqualTo("java.lang.IllegalStateException: no");
    }

    @Test
    void shouldGiveNothingForEmptyTrace() {
        assertThat(FailureTrace.innermostCause("")).isEmpty();
    }

    @Test
    void shouldNameFailureOfFirstFailedPart() {
        ConnectorStatus.Part running = new ConnectorStatus.Part("RUNNING", "w:1", "");
        ConnectorStatus.Part failed =
                new ConnectorStatus.Part("FAILED", "w:1", "a.B: out\n\tat a.C\nCaused by: a.D: in\n");

        assertThat(status(running, running).failure()).isEmpty();
        assertThat(status(running, failed).failure()).isEqualTo(Optional.of("a.D: in"));
        assertThat(status(new ConnectorStatus.Part("FAILED", "w:1", ""), running)
                        .failure())
                .isEqualTo(Optional.of("no reason given"));
    }

    private static ConnectorStatus status(ConnectorStatus.Part connector, ConnectorStatus.Part task) {
        return new ConnectorStatus("sink", connector, List.of(new ConnectorStatus.Task(0, task)));
    }

    private static String trace(Exception failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
