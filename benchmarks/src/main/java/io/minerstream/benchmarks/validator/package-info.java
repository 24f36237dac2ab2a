/** The validator against a DSL topology that only counts, and a plain consumer, each in a JVM of its own. */
package io.minerstream.benchmarks.validator;
