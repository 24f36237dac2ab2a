/**
 * The Kafka Streams topology: processors, stores, and when a reading or a window is judged. How it is judged stands in {@code
 * rule}.
 */
package io.minerstream.validator.topology;
