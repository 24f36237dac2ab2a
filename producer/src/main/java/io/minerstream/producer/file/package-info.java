/**
 * Files of rows in CSV, JSON or YAML, read with the line of each value. A kind of file declares its {@link
 * io.minerstream.producer.file.Layout}. What the rows mean, fleets or strategies, is not known here.
 */
package io.minerstream.producer.file;
