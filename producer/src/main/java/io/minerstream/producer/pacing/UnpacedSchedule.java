package io.minerstream.producer.pacing;

/** Unthrottled: every record is due at the start. */
enum UnpacedSchedule implements SendSchedule {
    INSTANCE;

    @Override
    public long intendedNanos(long record) {
        PiecewiseSchedule.requireNotNegative("record", record);
        return 0;
    }
}
