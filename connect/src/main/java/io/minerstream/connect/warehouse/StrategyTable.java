package io.minerstream.connect.warehouse;

import io.minerstream.avro.CurtailmentStrategy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Queries of {@code curtailment_strategies}. All methods throw {@link WarehouseUnavailableException} when the tables are
 * missing or the connection is lost. Not thread-safe, like its connection.
 */
public final class StrategyTable {

    // By code point, as Java and the keys of the topic; the collation of the database may differ.
    private static final String OF_SITE =
            """
            SELECT site_id, name, strategy_type, performance_weight, power_efficiency_weight, uptime_weight,
                   vip_customer_protection, min_uptime_threshold, is_active
              FROM curtailment_strategies
             WHERE site_id = ?
             ORDER BY strategy_type COLLATE "C\"""";

    private final Connection connection;

    /** @param connection stays the caller's: it is not closed here */
    public StrategyTable(Connection connection) {
        this.connection = connection;
    }

    /**
     * The strategies of a site as values of the topic, comparable by {@code equals} with those of the topic.
     *
     * @return sorted by {@code strategy_type}; empty when the site has none
     * @throws WarehouseException when a column of a row is NULL, which no value of the topic is
     */
    public List<CurtailmentStrategy> ofSite(int siteId) {
        try {
            return Query.list(connection, OF_SITE, StrategyTable::strategy, siteId);
        } catch (SQLException e) {
            throw WarehouseErrors.running(connection, "reading the strategies of site " + siteId, e);
        }
    }

    private static void refuseNull(ResultSet row) throws SQLException {
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            if (row.getObject(column) == null) {
                throw new WarehouseException(
                        "curtailment_strategies: every column must have a value, got NULL in %s of strategy '%s' of site %s"
                                .formatted(
                                        row.getMetaData().getColumnName(column),
                                        row.getString("strategy_type"),
                                        row.getInt("site_id")),
                        null);
            }
        }
    }

    private static CurtailmentStrategy strategy(ResultSet row) throws SQLException {
        refuseNull(row);
        return CurtailmentStrategy.newBuilder()
                .setSiteId(row.getInt("site_id"))
                .setName(row.getString("name"))
                .setStrategyType(row.getString("strategy_type"))
                .setPerformanceWeight(row.getDouble("performance_weight"))
                .setPowerEfficiencyWeight(row.getDouble("power_efficiency_weight"))
                .setUptimeWeight(row.getDouble("uptime_weight"))
                .setVipCustomerProtection(row.getBoolean("vip_customer_protection"))
                .setMinUptimeThreshold(row.getDouble("min_uptime_threshold"))
                .setIsActive(row.getBoolean("is_active"))
                .build();
    }
}
