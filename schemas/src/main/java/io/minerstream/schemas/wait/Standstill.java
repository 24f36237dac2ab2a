package io.minerstream.schemas.wait;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Finds out that a value has not changed for some time. Not thread-safe. */
public final class Standstill {

    private final Duration limit;
    private final LongSupplier nanoTime;
    private Object last;
    private Deadline deadline;

    /**
     * The clock starts now.
     *
     * @param limit how long a value may stay the same
     */
    public Standstill(Duration limit) {
        this(limit, System::nanoTime);
    }

    /** A standstill by another clock. */
    public Standstill(Duration limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.deadline = Deadline.in(limit, nanoTime);
    }

    /**
     * Whether the value has been the same for the whole limit.
     *
     * @param value as it is now; compared by {@code equals}
     */
    public boolean isReached(Object value) {
        if (!Objects.equals(value, last)) {
            last = value;
            deadline = Deadline.in(limit, nanoTime);
        }
        return deadline.isOver();
    }
}
