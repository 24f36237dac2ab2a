/**
 * The command {@code generate} and its old name {@code fast-insert}. Reads options, calls other modules and prints the result.
 * Holds no work of its own, and nothing that another command needs.
 */
package io.minerstream.cli.generate;
