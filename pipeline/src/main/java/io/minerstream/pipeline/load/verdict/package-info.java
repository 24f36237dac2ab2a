/** Whether groups have kept up with a load, and what limited it. Pure: no Kafka client, no clock. */
package io.minerstream.pipeline.load.verdict;
