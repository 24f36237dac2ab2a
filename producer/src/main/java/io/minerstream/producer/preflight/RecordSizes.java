package io.minerstream.producer.preflight;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.ClientProperties;
import java.util.Optional;

/**
 * How large the records of a run can be, generously, against the limits of producer and topics.
 *
 * @param batchBytes a full batch of the producer
 * @param maxRequestBytes the producer refuses a larger record itself
 * @param rosterEntry a batch that holds nothing but the largest roster entry
 */
record RecordSizes(long batchBytes, long maxRequestBytes, long rosterEntry) {

    /**
     * A batch that holds a single reading, watermark or manifest: 61 bytes of batch header, 21 of record header, key, run header,
     * wire format, and at most 20 numbers and short words.
     */
    static final long OTHERS = 512;

    /** The sizes of a fleet's run. */
    static RecordSizes of(ClientProperties properties, Fleet fleet) {
        return new RecordSizes(
                properties.batchBytes(), properties.maxRequestBytes(), OTHERS + fleet.longestTextBytes());
    }

    /** What the producer itself would refuse. */
    Optional<String> requestFinding() {
        long largest = Math.max(OTHERS, rosterEntry);
        return largest <= maxRequestBytes
                ? Optional.empty()
                : Optional.of(
                        "max.request.size: must be at least %s for the largest record of the run, got %s: the producer would refuse it; raise it"
                                .formatted(largest, maxRequestBytes));
    }
}
