/**
 * The command {@code alerts}. Reads options, calls other modules and prints the result.
 * Holds no work of its own, and nothing that another command needs.
 */
package io.minerstream.cli.alerts;
