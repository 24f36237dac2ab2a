/** The data directory: its layout, private files, whole folders. Knows no process. */
package io.minerstream.stack.data;
