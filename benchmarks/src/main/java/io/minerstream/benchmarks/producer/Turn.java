package io.minerstream.benchmarks.producer;

import io.minerstream.schemas.topic.TopicNames;

/** A producer of the comparison, which sends as often as it is asked to. */
interface Turn {

    /**
     * Sends all records once.
     *
     * @param names topics that are there, and empty
     * @param recordBytes size of a record, for a producer that can choose
     */
    Sent send(TopicNames names, long recordBytes) throws Exception;
}
