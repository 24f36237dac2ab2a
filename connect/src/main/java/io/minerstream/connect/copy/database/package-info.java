/** Connections of the COPY sink, and what its failures mean. */
package io.minerstream.connect.copy.database;
