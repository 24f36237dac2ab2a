package io.minerstream.connect.warehouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The tables of the warehouse, in the order in which they can be created, with the columns that are read or written. */
enum WarehouseTable {
    HOSTING_SITES("id", "name"),
    MINER_MODELS("id", "model_name", "manufacturer", "reference_hashrate", "reference_power"),
    HOSTING_MINERS("id", "site_id", "miner_model_id", "serial_number", "actual_hashrate", "actual_power", "status"),
    HOSTING_MINER_STATUS_CHANGES("miner_id", "valid_from", "status"),
    MINER_TELEMETRY(
            "miner_id",
            "hashrate",
            "power_consumption",
            "temperature",
            "fan_speed",
            "accepted_shares",
            "rejected_shares",
            "recorded_at"),
    CURTAILMENT_STRATEGIES(
            "site_id",
            "name",
            "strategy_type",
            "performance_weight",
            "power_efficiency_weight",
            "uptime_weight",
            "vip_customer_protection",
            "min_uptime_threshold",
            "is_active"),
    SINK_OFFSETS("connector", "topic", "partition", "next_offset", "fence", "last_record", "changed_at");

    @SuppressWarnings("ImmutableEnumChecker") // List.of.
    private final List<String> columns;

    WarehouseTable(String... columns) {
        this.columns = List.of(columns);
    }

    /** The columns without which an existing table cannot be used. */
    List<String> columns() {
        return columns;
    }

    /** Whether one sink alone needs it, which makes it itself where its user may. */
    boolean isOfOneSink() {
        return this == SINK_OFFSETS;
    }

    @Override
    public String toString() {
        return this == SINK_OFFSETS ? "minerstream_sink_offsets" : name().toLowerCase(Locale.ROOT);
    }

    /** Creates the table where it is absent, with its indexes. */
    String create(TableOptions options) {
        String sql = script();
        return this == MINER_TELEMETRY ? TelemetryDdl.create(sql, options) : sql;
    }

    private String script() {
        String name = "/sql/" + this + ".sql";
        try (InputStream in = WarehouseTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("class path: must hold " + name + "; the jar is incomplete");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
