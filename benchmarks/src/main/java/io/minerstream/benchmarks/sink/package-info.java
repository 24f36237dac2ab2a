/** Comparison of the COPY sink with Debezium's and with COPY by a plain program. */
package io.minerstream.benchmarks.sink;
