/**
 * Converters that a Connect worker loads as a plugin: Avro values in the Confluent wire format, and delimited keys. The only package
 * that uses Connect's API; imports nothing of the other packages of this module.
 */
package io.minerstream.connect.converter;
