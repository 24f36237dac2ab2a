package io.minerstream.producer.pacing;

/** Every record is due at once. */
enum UnpacedSchedule implements SendSchedule {
    INSTANCE;

    @Override
    public long intendedNanos(long record) {
        PiecewiseSchedule.requireNotNegative("record", record);
        return 0;
    }
}
