/** What a command prints, and how it ends, when it fails. */
package io.minerstream.cli.failure;
