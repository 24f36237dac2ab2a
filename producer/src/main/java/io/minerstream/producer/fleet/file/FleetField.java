package io.minerstream.producer.fleet.file;

import java.util.EnumSet;

/** What a fleet file says of a miner. */
enum FleetField implements FileField {
    MINER_ID(true),
    SERIAL_NUMBER(false),
    MODEL(false),
    STATUS(false),
    ACTUAL_HASHRATE_TH(true),
    ACTUAL_POWER_W(true),
    MANUFACTURER(false),
    REFERENCE_HASHRATE_TH(true),
    REFERENCE_POWER_W(true),
    SITE_ID(true);

    static final FileFields<FleetField> FIELDS = new FileFields<>(
            "miner",
            FleetField.class,
            EnumSet.of(MINER_ID, SERIAL_NUMBER, STATUS),
            EnumSet.range(MINER_ID, ACTUAL_POWER_W));

    private final boolean number;

    FleetField(boolean number) {
        this.number = number;
    }

    @Override
    public boolean isNumber() {
        return number;
    }
}
