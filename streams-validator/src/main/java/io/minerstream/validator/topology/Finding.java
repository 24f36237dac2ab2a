package io.minerstream.validator.topology;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;

/** Output of {@link ValidatorProcessor}. */
sealed interface Finding {

    /** A broken rule. */
    record Raised(TelemetryAlert alert) implements Finding {}

    /** A window of event time that was seen first here. */
    record Announced(Watermark watermark) implements Finding {}

    /** A judged window. */
    record Judged(PartialVerdict verdict) implements Finding {}
}
