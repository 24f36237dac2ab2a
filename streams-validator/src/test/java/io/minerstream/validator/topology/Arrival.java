package io.minerstream.validator.topology;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Watermark;
import java.time.Duration;
import java.time.Instant;

/** What reaches the validator. */
sealed interface Arrival {

    /** An entry of the roster; a null miner removes it. */
    record Entry(int minerId, HostingMiner miner, Instant validFrom) implements Arrival {}

    /**
     * A reading.
     *
     * @param key null for none
     * @param header of the run, null for none
     */
    record Reading(int partition, Integer key, String header, MinerTelemetry value) implements Arrival {}

    /**
     * A reading that cannot be decoded.
     *
     * @param value may be null
     */
    record Garbage(int partition, int key, byte[] value) implements Arrival {}

    /** A watermark of a run. */
    record Mark(Watermark watermark) implements Arrival {}

    /** Nothing, for a while by the clock. */
    record Silence(Duration length) implements Arrival {}
}
