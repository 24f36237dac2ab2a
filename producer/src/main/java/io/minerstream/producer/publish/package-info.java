/** Publication of a run to Kafka: the roster, then the readings with their watermarks and progress, in transactions. */
package io.minerstream.producer.publish;
