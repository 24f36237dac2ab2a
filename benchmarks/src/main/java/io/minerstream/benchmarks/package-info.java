/** Microbenchmarks of the generator's inner loops. Nothing depends on this package. */
package io.minerstream.benchmarks;
