package io.minerstream.producer.replay;

/** Rows lack or are out of order in so many places that the comparison would need more memory than it may take. */
public final class ReplayMemoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReplayMemoryException(long bytes, int timePoints) {
        super(("rows are missing or out of order in %s time points, and telling them apart would take more than %s"
                        + " bytes of memory")
                .formatted(timePoints, bytes));
    }
}
