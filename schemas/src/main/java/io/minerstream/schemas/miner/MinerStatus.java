package io.minerstream.schemas.miner;

import java.util.Locale;

/** Operating status of a hosted miner, as {@code hosting_miners.status} spells it. */
public enum MinerStatus {
    ACTIVE,
    MAINTENANCE,
    OFFLINE,
    ERROR,
    /** Any other text; such a miner is treated as not running. */
    OTHER;

    /**
     * Parses a status of a database or topic, ignoring case.
     *
     * @param text the status; null counts as {@link #OTHER}
     * @return never null
     */
    public static MinerStatus of(String text) {
        if (text == null) {
            return OTHER;
        }
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "active" -> ACTIVE;
            case "maintenance" -> MAINTENANCE;
            case "offline" -> OFFLINE;
            case "error" -> ERROR;
            default -> OTHER;
        };
    }

    /** Whether a miner of this status hashes, and so has a temperature and a fan speed. */
    public boolean isRunning() {
        return this == ACTIVE || this == MAINTENANCE;
    }

    /** The lower-case word of messages and the database, for example {@code active}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
