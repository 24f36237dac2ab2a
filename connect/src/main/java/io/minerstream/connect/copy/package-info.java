/**
 * The sink connector that lands records in PostgreSQL by binary COPY, exactly once: offsets are in the warehouse, in the transaction of
 * the rows. Documented in docs/copy-sink.md, decided in ADR 20.
 */
package io.minerstream.connect.copy;
