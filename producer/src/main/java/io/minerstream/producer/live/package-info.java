/** Readings as they come: days of history and of the present as consecutive runs, each time point when a clock reaches it. */
package io.minerstream.producer.live;
