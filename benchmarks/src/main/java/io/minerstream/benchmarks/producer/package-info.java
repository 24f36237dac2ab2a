/** The generator against {@code kafka-producer-perf-test}, each in a JVM of its own. Knows {@code producer} and the local stack only. */
package io.minerstream.benchmarks.producer;
