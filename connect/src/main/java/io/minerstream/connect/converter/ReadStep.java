package io.minerstream.connect.converter;

import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;

/** Reads one value of an Avro body as Connect has it. Stateless. */
interface ReadStep {

    /**
     * Reads the value.
     *
     * @return null for Avro's null
     */
    Object read(BinaryDecoder in) throws IOException;
}
