package io.minerstream.producer.publish;

import java.util.Map;

/**
 * A topic as the cluster has it.
 *
 * @param name full name with prefix
 * @param partitions number of partitions
 * @param config effective settings, defaults included
 */
record TopicState(String name, int partitions, Map<String, String> config) {}
