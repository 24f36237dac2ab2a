/**
 * Waiting: time limits, polling, and progress that stops. For one thread that waits for something outside of the JVM. Pacing of
 * records is the producer's business.
 */
package io.minerstream.schemas.wait;
