package io.minerstream.validator.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * Whether an instance is well.
 *
 * @param healthy the answer
 * @param state state of Kafka Streams
 * @param reason why not; null when it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Health(boolean healthy, State state, String reason) {

    private static final String STOPPED = "the validator has stopped; its log says why";

    /** Whether it should be left alone: a restart helps only when it has stopped. */
    static Health live(State state) {
        return switch (state) {
            case CREATED, REBALANCING, RUNNING, PENDING_SHUTDOWN -> new Health(true, state, null);
            case PENDING_ERROR, ERROR, NOT_RUNNING -> new Health(false, state, STOPPED);
        };
    }

    /**
     * Whether it judges its partitions.
     *
     * @param waitsFor what it needs and does not get; null for nothing
     */
    static Health ready(State state, String waitsFor) {
        return new Health(
                state == State.RUNNING && waitsFor == null,
                state,
                switch (state) {
                    case RUNNING -> waitsFor;
                    case CREATED -> "the validator is starting";
                    case REBALANCING ->
                        waitsFor != null ? waitsFor : "partitions are being assigned, or their state is being restored";
                    case PENDING_SHUTDOWN -> "the validator is stopping";
                    case PENDING_ERROR, ERROR, NOT_RUNNING -> STOPPED;
                });
    }
}
