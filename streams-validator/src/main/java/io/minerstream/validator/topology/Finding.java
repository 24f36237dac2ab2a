package io.minerstream.validator.topology;

import io.minerstream.avro.TelemetryAlert;

/** Output of {@link ValidatorProcessor}. */
sealed interface Finding {

    /** A broken rule. */
    record Raised(TelemetryAlert alert) implements Finding {}

    /** A judged window. */
    record Judged(PartialVerdict verdict) implements Finding {}
}
