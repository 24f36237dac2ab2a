/** Telemetry in real time, one time point after the other. */
package io.minerstream.pipeline.live;
