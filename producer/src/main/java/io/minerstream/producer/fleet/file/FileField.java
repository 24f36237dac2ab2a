package io.minerstream.producer.fleet.file;

import java.util.Locale;

/** A column in CSV, a field in JSON. Implemented by enums. */
interface FileField {

    String name();

    /** Whether JSON has a number here, and not a text. */
    boolean isNumber();

    /** Its name in a file, for example {@code miner_id}. */
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
