/** A run computed again from its seed, and rows of elsewhere compared with it exactly. No Kafka, no database, no clock. */
package io.minerstream.producer.replay;
