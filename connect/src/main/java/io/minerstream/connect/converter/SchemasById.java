package io.minerstream.connect.converter;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.apache.avro.Schema;

/**
 * Schemas by id, shared by the converters of a process: an id never changes its meaning. Each is looked up once, by however many tasks it is
 * asked for at a time. Thread-safe.
 */
final class SchemasById {

    /** By the settings that decide which registry answers, and as whom: nobody sees what others may see. */
    private static final Map<Map<String, Object>, SchemasById> SHARED = new ConcurrentHashMap<>();

    private final Map<Integer, CompletableFuture<Schema>> schemas = new ConcurrentHashMap<>();

    /** @param connection as {@code RegistryConfig.connection()} gives it */
    static SchemasById of(Map<String, Object> connection) {
        return SHARED.computeIfAbsent(connection, unknown -> new SchemasById());
    }

    /**
     * The schema of an id.
     *
     * @param registry asked when the id is not known yet; what it throws, errors included, is thrown to all who wait for this id, and the
     *     next one asks again
     */
    Schema get(int id, IntFunction<Schema> registry) {
        CompletableFuture<Schema> mine = new CompletableFuture<>();
        CompletableFuture<Schema> known = schemas.putIfAbsent(id, mine);
        if (known != null) {
            return await(known);
        }
        try {
            Schema schema = registry.apply(id);
            mine.complete(schema);
            return schema;
        } catch (Throwable e) {
            // Whoever waits would wait for ever.
            schemas.remove(id);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private static Schema await(CompletableFuture<Schema> schema) {
        try {
            return schema.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                // No exception of this record: Connect would make a dead letter of it.
                throw cause;
            }
            throw e;
        }
    }
}
