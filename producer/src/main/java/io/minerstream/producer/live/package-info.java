/**
 * Live readings: history and the present as consecutive runs, each time point when a clock reaches it. Decides where and when;
 * {@code publish} sends.
 */
package io.minerstream.producer.live;
