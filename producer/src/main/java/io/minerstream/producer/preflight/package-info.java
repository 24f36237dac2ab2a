/**
 * Whether a run can be written to a cluster, and what it would write: all blocking problems at once, before anything is written.
 * Nothing here sends a record of a run or fences another writer.
 */
package io.minerstream.producer.preflight;
