package io.minerstream.schemas.serde;

import org.apache.avro.Schema;

/**
 * A schema as the registry holds it.
 *
 * @param id global id, at least 1: the four bytes after the magic byte of a message
 * @param version version in its subject, at least 1
 * @param schema the parsed schema
 */
public record RegisteredSchema(int id, int version, Schema schema) {}
