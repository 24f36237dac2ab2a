/**
 * Load for consumers: readings at intended times, open loop, with what became of each. Runs of {@code publish} are complete and
 * exactly once; a load is on time.
 */
package io.minerstream.producer.load;
