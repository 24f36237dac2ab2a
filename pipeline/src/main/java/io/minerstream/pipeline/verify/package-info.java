/** Exact verification: every row of a run computed again and compared with a table or topic. Writes nothing. */
package io.minerstream.pipeline.verify;
