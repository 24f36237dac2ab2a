package io.minerstream.connect.converter;

import java.io.IOException;
import org.apache.avro.io.Encoder;

/** Writes one value of Connect's as Avro. Stateless. */
interface WriteStep {

    /**
     * Writes the value.
     *
     * @param value null only where Avro has null
     */
    void write(Object value, Encoder out) throws IOException;
}
