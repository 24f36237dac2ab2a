/** Runs of a fixed range: preflight, publish, verdict, rows, checks. Live sessions are in {@code live}. */
package io.minerstream.pipeline.run;
