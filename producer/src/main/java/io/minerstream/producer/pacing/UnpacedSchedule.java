package io.minerstream.producer.pacing;

/** Every record is due at once. */
enum UnpacedSchedule implements SendSchedule {
    INSTANCE;

    @Override
    public long intendedNanos(long record) {
        PiecewiseSchedule.requireNotNegative("record", record);
        return 0;
    }

    @Override
    public long dueRecords(long elapsedNanos) {
        return elapsedNanos < 0 ? 0 : Long.MAX_VALUE;
    }

    @Override
    public double ratePerSecond(long elapsedNanos) {
        PiecewiseSchedule.requireNotNegative("elapsedNanos", elapsedNanos);
        return Double.POSITIVE_INFINITY;
    }
}
