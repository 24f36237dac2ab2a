/** How far consumer groups are behind a load, from their committed offsets alone. Pure: no Kafka client, no clock. */
package io.minerstream.pipeline.load.lag;
