package io.minerstream.producer.fleet.file;

import java.util.EnumSet;

/** What a schedule file says of a change. */
enum ScheduleField implements FileField {
    MINER_ID,
    STATUS,
    FROM;

    static final FileFields<ScheduleField> FIELDS = new FileFields<>(
            "change", ScheduleField.class, EnumSet.allOf(ScheduleField.class), EnumSet.allOf(ScheduleField.class));

    @Override
    public boolean isNumber() {
        return this == MINER_ID;
    }
}
