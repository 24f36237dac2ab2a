/** Changes of the status of miners over time, in columns. Knows no fleets and no files. */
package io.minerstream.producer.fleet.schedule;
