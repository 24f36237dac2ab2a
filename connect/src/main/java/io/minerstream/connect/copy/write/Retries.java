package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.database.SqlFailure;
import io.minerstream.schemas.wait.Deadline;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;

/** The failures of one piece of work in a row. Not thread-safe. */
public final class Retries {

    private final RetrySettings settings;
    private Deadline deadline;
    private Duration pause;
    private int failures;

    public Retries(RetrySettings settings) {
        this.settings = settings;
    }

    /**
     * Notes a failure.
     *
     * @param what failed, for example {@code writing 500 records}
     * @return the pause before the next attempt
     * @throws ConnectException when there will be none
     */
    public Duration failed(String what, SQLException failure) {
        if (deadline == null) {
            deadline = Deadline.in(settings.limit() == null ? Duration.ofDays(36_500) : settings.limit());
            pause = settings.first();
        } else {
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(settings.most()) > 0 ? settings.most() : pause;
        }
        failures++;
        if (deadline.isOver()) {
            throw new ConnectException(
                    what + " must succeed within retry.timeout.ms, has failed " + failures + " times, "
                            + SqlFailure.sentence(failure)
                            + ". No record is lost: correct the cause and restart the task",
                    failure);
        }
        Duration left = deadline.remainingUpTo(pause);
        return settings.limit() == null ? pause : left;
    }

    /** Notes that the work succeeded. */
    public void succeeded() {
        deadline = null;
        failures = 0;
    }
}
