/** Fleets from a relational database. The only package of this module that may use JDBC. */
package io.minerstream.producer.fleet.database;
