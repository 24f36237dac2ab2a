/** Runs and live sessions: preflight, publish, verdict, rows, checks. */
package io.minerstream.pipeline.run;
