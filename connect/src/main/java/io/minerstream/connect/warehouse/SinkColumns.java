package io.minerstream.connect.warehouse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns that a sink writes, with the extreme values that the limits of its records let pass.
 *
 * @param table its name
 * @param columns by name
 */
record SinkColumns(String table, Map<String, Column> columns) {

    /**
     * A column.
     *
     * @param type as our own table has it
     * @param lowest as JSON
     * @param highest as JSON
     * @param nullable whether the sink writes NULL
     */
    record Column(String type, String lowest, String highest, boolean nullable) {}

    private static final String MOST = "1.7976931348623157e308";

    static final SinkColumns TELEMETRY = new SinkColumns("miner_telemetry", telemetry());

    static final SinkColumns STRATEGIES = new SinkColumns("curtailment_strategies", strategies());

    static final SinkColumns MINERS = new SinkColumns("hosting_miners", miners());

    static final List<SinkColumns> ALL = List.of(TELEMETRY, STRATEGIES, MINERS);

    private static Map<String, Column> telemetry() {
        Column number = new Column("double precision", "0", MOST, false);
        Column shares = new Column("bigint", "0", "9223372036854775807", false);
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("miner_id", new Column("integer", "-2147483648", "2147483647", false));
        columns.put("hashrate", number);
        columns.put("power_consumption", number);
        columns.put("temperature", new Column("double precision", "-273.15", MOST, true));
        columns.put("fan_speed", new Column("integer", "0", "2147483647", true));
        columns.put("accepted_shares", shares);
        columns.put("rejected_shares", shares);
        columns.put(
                "recorded_at",
                new Column("timestamp", "\"0001-01-01T00:00:00\"", "\"9999-12-31T23:59:59.999\"", false));
        return columns;
    }

    private static Map<String, Column> strategies() {
        Column weight = new Column("double precision", "-" + MOST, MOST, false);
        Column flag = new Column("boolean", "false", "true", false);
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("site_id", new Column("integer", "-2147483648", "2147483647", false));
        columns.put("name", text(200));
        columns.put("strategy_type", text(50));
        columns.put("performance_weight", weight);
        columns.put("power_efficiency_weight", weight);
        columns.put("uptime_weight", weight);
        columns.put("vip_customer_protection", flag);
        columns.put("min_uptime_threshold", weight);
        columns.put("is_active", flag);
        return columns;
    }

    private static Map<String, Column> miners() {
        Column id = new Column("integer", "-2147483648", "2147483647", false);
        Column metric = new Column("double precision", "-" + MOST, MOST, true);
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("id", id);
        columns.put("site_id", id);
        columns.put("miner_model_id", new Column(id.type(), id.lowest(), id.highest(), true));
        columns.put("serial_number", text(100));
        columns.put("actual_hashrate", metric);
        columns.put("actual_power", metric);
        columns.put("status", text(20));
        return columns;
    }

    private static Column text(int length) {
        return new Column("varchar(" + length + ")", "\"\"", "\"" + "\u77ff".repeat(length) + "\"", false);
    }

    /** Three rows as a JSON array: all columns at their lowest, at their highest, and as NULL where the sink writes it. */
    String extremeRows() {
        List<String> lowest = new ArrayList<>();
        List<String> highest = new ArrayList<>();
        List<String> nulls = new ArrayList<>();
        columns.forEach((name, column) -> {
            lowest.add("\"" + name + "\":" + column.lowest());
            highest.add("\"" + name + "\":" + column.highest());
            nulls.add("\"" + name + "\":" + (column.nullable() ? "null" : column.lowest()));
        });
        return "[{" + String.join(",", lowest) + "},{" + String.join(",", highest) + "},{" + String.join(",", nulls)
                + "}]";
    }
}
