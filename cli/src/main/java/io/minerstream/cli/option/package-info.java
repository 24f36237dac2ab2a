/**
 * Options that several commands share, each declared once with its name, default, range and description, and the layout of help
 * texts. An option reads values and refuses wrong ones; it does no work.
 */
package io.minerstream.cli.option;
