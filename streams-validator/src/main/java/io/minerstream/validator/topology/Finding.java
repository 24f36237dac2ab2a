package io.minerstream.validator.topology;

import io.minerstream.avro.Watermark;
import io.minerstream.validator.alert.AlertChange;

/** Output of {@link ValidatorProcessor}. */
sealed interface Finding {

    /** An alert changed its state. */
    record Changed(AlertChange change) implements Finding {}

    /** A window of event time that was seen first here. */
    record Announced(Watermark watermark) implements Finding {}

    /** A judged window. */
    record Judged(PartialVerdict verdict) implements Finding {}
}
