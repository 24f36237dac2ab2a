/** Fleets from a relational database. The only package of this module that knows JDBC. */
package io.minerstream.producer.fleet.database;
