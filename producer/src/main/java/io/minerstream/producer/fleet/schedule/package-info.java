/** Changes of the status of miners in time. Knows no fleets. */
package io.minerstream.producer.fleet.schedule;
