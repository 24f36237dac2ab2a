/**
 * Contracts on the wire: Confluent wire format, serializer, deserializer, schema registry. The only package that knows the registry
 * client. No knowledge of what producer or validator do with a record.
 */
package io.minerstream.schemas.serde;
