package io.minerstream.connect.copy;

/** How a record lands once. */
enum DeliveryMode {
    /** Offsets are in the warehouse, in the transaction of the rows. */
    EXACTLY_ONCE,
    /** Kafka keeps the offsets; a row that lands again replaces itself. */
    UPSERT
}
