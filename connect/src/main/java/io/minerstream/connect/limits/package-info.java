/** Refuses records that no row of a table can hold, before a connector gives them to the database. */
package io.minerstream.connect.limits;
