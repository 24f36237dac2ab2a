package io.minerstream.validator.delivery;

import java.util.Set;

/** What a status of HTTP says about a batch. */
enum Answer {
    /** The target has the batch. */
    TAKEN,
    /** It may take the same batch later. */
    LATER,
    /** It takes no batch at all as it is configured, here or there. */
    MISCONFIGURED,
    /** An alert of the batch is not to its taste. */
    REFUSED;

    private static final Set<Integer> LATER_STATUS = Set.of(408, 425, 429);

    /** Login, address or method; the alerts do not matter. */
    private static final Set<Integer> MISCONFIGURED_STATUS = Set.of(401, 403, 404, 405, 407);

    static Answer of(int status) {
        if (status >= 200 && status < 300) {
            return TAKEN;
        }
        if (status >= 500 || LATER_STATUS.contains(status)) {
            return LATER;
        }
        return status < 400 || MISCONFIGURED_STATUS.contains(status) ? MISCONFIGURED : REFUSED;
    }
}
