/** What a run covers, how it is cut into commits, and which runs there were. No Kafka, no clock. */
package io.minerstream.producer.run;
