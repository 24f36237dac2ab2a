package io.minerstream.cli.report;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a load test was made with.
 *
 * @param settings options in effect by name, defaults included; those without a value are left out
 * @param versions of the software
 */
public record LoadTestSetup(Map<String, String> settings, Versions versions) {

    /**
     * The software of a load test.
     *
     * @param kafkaClients version of Kafka's client library, not of the brokers
     * @param os name and architecture
     * @param processors that this process may use
     */
    public record Versions(String minerstream, String kafkaClients, String java, String os, int processors) {}

    public LoadTestSetup {
        SortedMap<String, String> sorted = new TreeMap<>(settings);
        settings = Collections.unmodifiableSortedMap(sorted);
    }
}
