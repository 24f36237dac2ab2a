/** The Kafka Streams topology: which record meets which state, and when a window is judged. */
package io.minerstream.validator.topology;
