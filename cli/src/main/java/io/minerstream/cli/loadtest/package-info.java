/**
 * The command {@code load-test}. Reads options, calls other modules and prints the result.
 * Holds no work of its own, and nothing that another command needs.
 */
package io.minerstream.cli.loadtest;
