/**
 * What the commands do, as an API for tests, web pages and load tests. Here only what all sub-packages use: the one exception,
 * background work, and what a signal ends. No picocli, no texts for people other than error messages.
 */
package io.minerstream.pipeline;
