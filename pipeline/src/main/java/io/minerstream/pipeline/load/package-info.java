/**
 * Load tests of consumer groups: a load of readings, and groups that are watched by the Admin API, read-only. What looks mean is decided
 * in {@code lag} and {@code verdict}.
 */
package io.minerstream.pipeline.load;
