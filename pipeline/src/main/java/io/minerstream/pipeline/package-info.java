/**
 * What the commands do, as an API for tests, web pages and load tests. Here only what all sub-packages use: the
 * exception, background work, teardown. No picocli, no texts for people other than error messages.
 */
package io.minerstream.pipeline;
