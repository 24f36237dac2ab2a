/** Lands telemetry again in the warehouse, from its topic or generated from its seed. */
package io.minerstream.pipeline.replay;
