package io.minerstream.producer.fleet;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a fleet file says of a miner: a column in CSV, a field in JSON. */
enum FleetField {
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

    /** Those that every miner must have. */
    static final Set<FleetField> NEEDED = EnumSet.of(MINER_ID, SERIAL_NUMBER, STATUS);

    /** Those that the header of a CSV file must have; a cell may be empty unless it is needed. */
    static final Set<FleetField> IN_HEADER = EnumSet.range(MINER_ID, ACTUAL_POWER_W);

    private static final Map<String, FleetField> BY_WORD =
            Stream.of(values()).collect(Collectors.toMap(FleetField::word, Function.identity()));

    private final boolean number;

    FleetField(boolean number) {
        this.number = number;
    }

    /** The field of a name, or null. */
    static FleetField named(String word) {
        return BY_WORD.get(word);
    }

    static String words() {
        return words(EnumSet.allOf(FleetField.class));
    }

    static String words(Set<FleetField> fields) {
        return fields.stream().map(FleetField::word).collect(Collectors.joining(", "));
    }

    /** Whether JSON has a number here, and not a text. */
    boolean isNumber() {
        return number;
    }

    /** Its name in a file, for example {@code miner_id}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
