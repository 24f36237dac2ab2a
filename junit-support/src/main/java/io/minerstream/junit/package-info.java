/** A JUnit 5 extension for tests of consumers: see {@link io.minerstream.junit.MinerStream}. */
package io.minerstream.junit;
