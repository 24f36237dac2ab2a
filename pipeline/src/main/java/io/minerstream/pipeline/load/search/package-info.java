/**
 * The highest rate that groups sustain: which rates are tried, and when a look at a group decides about one. Pure: no Kafka client, no
 * clock.
 */
package io.minerstream.pipeline.load.search;
