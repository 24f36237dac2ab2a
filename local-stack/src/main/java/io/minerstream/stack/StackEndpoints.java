package io.minerstream.stack;

import java.nio.file.Path;

/**
 * How to reach the stack.
 *
 * <p>Addresses of components that were not started are null, and so are all values of the database when it was not.
 *
 * @param bootstrapServers of the Kafka broker
 * @param registryUrl base URL of Confluent's API, for example {@code http://127.0.0.1:20001/apis/ccompat/v7}
 * @param connectUrl base URL of Connect's REST API
 * @param connectProperties file with the login of the REST API as settings of its client, for {@code --command-config}; readable
 *     by its owner alone
 * @param jdbcUrl of the database, without password
 * @param databaseUser user of the database
 * @param databaseProperties file with {@code user}, {@code password} and {@code url}, readable by its owner alone; connectors
 *     may refer to it: <code>${file:PATH:password}</code>
 * @param passwordFile file that holds the password alone, readable by its owner alone
 * @param pgpass the same for libpq: {@code PGPASSFILE=PATH psql -h 127.0.0.1 ...}
 * @param dataDirectory of the stack
 * @param logDirectory one file per component
 */
public record StackEndpoints(
        String bootstrapServers,
        String registryUrl,
        String connectUrl,
        Path connectProperties,
        String jdbcUrl,
        String databaseUser,
        Path databaseProperties,
        Path passwordFile,
        Path pgpass,
        Path dataDirectory,
        Path logDirectory) {}
