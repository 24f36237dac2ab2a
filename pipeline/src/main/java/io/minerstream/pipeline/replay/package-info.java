/** Lands telemetry again in the warehouse, from its topic. */
package io.minerstream.pipeline.replay;
