/**
 * Standard error, failures and exit codes. Knows no command and no option.
 */
package io.minerstream.cli.terminal;
