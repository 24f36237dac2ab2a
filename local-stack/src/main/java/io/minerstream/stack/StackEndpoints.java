package io.minerstream.stack;

import java.nio.file.Path;

/**
 * How to reach the stack.
 *
 * <p>Addresses of components that are neither embedded nor given are null, and so are the last three database values when the
 * database is not embedded.
 *
 * @param bootstrapServers of the Kafka broker
 * @param registryUrl base URL of Confluent's API, for example {@code http://127.0.0.1:20001/apis/ccompat/v7}
 * @param connectUrl base URL of Connect's REST API
 * @param jdbcUrl of the database; the embedded one's holds no password
 * @param databaseUser user of the embedded database
 * @param databaseProperties file with {@code user}, {@code password} and {@code url}, readable by its owner alone; connectors
 *     of the embedded worker may refer to it: <code>${file:PATH:password}</code>
 * @param passwordFile file that holds the password of the embedded database alone, readable by its owner alone
 * @param pgpass the same for libpq: {@code PGPASSFILE=PATH psql -h 127.0.0.1 ...}
 * @param dataDirectory of the stack
 * @param logDirectory one file per component
 */
public record StackEndpoints(
        String bootstrapServers,
        String registryUrl,
        String connectUrl,
        String jdbcUrl,
        String databaseUser,
        Path databaseProperties,
        Path passwordFile,
        Path pgpass,
        Path dataDirectory,
        Path logDirectory) {}
