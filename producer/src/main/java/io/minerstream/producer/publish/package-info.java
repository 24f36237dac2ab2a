/**
 * Sends a run that passed the preflight: the roster, then the readings with their watermarks and progress, in transactions. What may
 * be sent is decided in {@code preflight}, what records look like in {@code record}.
 */
package io.minerstream.producer.publish;
