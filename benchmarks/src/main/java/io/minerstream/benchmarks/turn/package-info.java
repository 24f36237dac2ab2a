/** What comparisons share. */
package io.minerstream.benchmarks.turn;
