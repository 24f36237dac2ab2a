package io.minerstream.connect.copy.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final SQLException FULL = new SQLException("disk full", "53100");

    @Test
    void shouldDoublePausesUpToTheLongest() {
        Retries retries = new Retries(new RetrySettings(Duration.ofMillis(100), Duration.ofMillis(500), null));

        List<Long> pauses = IntStream.range(0, 5)
                .mapToObj(i -> retries.failed("writing", FULL).toMillis())
                .toList();
        assertThat(pauses).containsExactly(100L, 200L, 400L, 500L, 500L);
        retries.succeeded();
        assertThat(retries.failed("writing", FULL)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void shouldFailWithTheCauseAndWhatToDo() {
        Retries retries = new Retries(new RetrySettings(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ZERO));

        assertThatThrownBy(() -> retries.failed("writing 5 records", FULL))
                .isInstanceOf(ConnectException.class)
                .hasMessage(
                        "writing 5 records must succeed within retry.timeout.ms, has failed 1 times, got SQLSTATE 53100:"
                                + " disk full; give the server what it lacks (disk, memory, connections). No record is lost: correct"
                                + " the cause and restart the task");
    }
}
