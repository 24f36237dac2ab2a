/**
 * The command line and its entry point. Sees every other package; nothing sees it.
 */
package io.minerstream.cli;
