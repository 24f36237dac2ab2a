package io.minerstream.benchmarks.producer;

import io.minerstream.schemas.topic.TopicNames;

/** What the comparison asks of a producer. */
interface LoadSender {

    /**
     * Sends all records once.
     *
     * @param names topics that are there, and empty
     * @param recordBytes size of a record, for a producer that can choose
     */
    Sent send(TopicNames names, long recordBytes) throws Exception;
}
