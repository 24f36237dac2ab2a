/**
 * Converters that a Connect worker loads as a plugin: Avro in the Confluent wire format, and delimited keys. Schemas are mapped by
 * {@code ConnectSchemas} and {@code AvroSchemas}; {@code ReadPlan} and {@code WritePlan} compile them into steps, once, which are all that
 * runs for a record. Imports nothing of the other packages of this module but {@code plugin}.
 */
package io.minerstream.connect.converter;
