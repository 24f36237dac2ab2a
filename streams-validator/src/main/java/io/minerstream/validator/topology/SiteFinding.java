package io.minerstream.validator.topology;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;

/** Output of {@link SiteProcessor}. */
sealed interface SiteFinding {

    /**
     * A record of an alert.
     *
     * @param alert null for a tombstone
     */
    record Alert(TelemetryAlert alert) implements SiteFinding {}

    /** The verdict over a window. */
    record Verdict(WindowVerdict verdict) implements SiteFinding {}
}
