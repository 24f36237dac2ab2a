package io.minerstream.connect.warehouse;

import io.minerstream.connect.warehouse.CheckResult.Outcome;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.run.TimeRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checks of the batch tools, in SQL, and three more. They judge each record by the status of its miner at the time of the record:
 * that of the schedule, or else the current one.
 *
 * <p>Beyond the original statements: only the given range counts, so that a database with a longer history can be checked; a
 * miner without any record is an offender (a join from the records cannot see it); an empty site fails rather than passes;
 * readings of unknown miners, which belong to no site, are named.
 *
 * <p>Not thread-safe, like its connection.
 */
public final class WarehouseChecks {

    /** An average above it, TH/s, is implausible for miners that do not run. */
    private static final double IDLE_LIMIT_TH = 0.01;
    /** An average below it, TH/s, is implausible for active miners. */
    private static final double ACTIVE_LIMIT_TH = 1.0;

    private final Connection connection;

    /** @param connection stays the caller's: it is not closed here, and must not be inside a transaction */
    public WarehouseChecks(Connection connection) {
        this.connection = connection;
    }

    /**
     * Runs all checks on one snapshot of the database.
     *
     * @throws WarehouseUnavailableException when the tables are missing or the connection is lost
     */
    public CheckReport run(int siteId, TimeRange range) {
        return WarehouseTransaction.snapshotOfReadings(
                connection, "checking the telemetry of site " + siteId, () -> check(siteId, range));
    }

    private CheckReport check(int siteId, TimeRange range) throws SQLException {
        CheckQueries queries = new CheckQueries(connection, siteId, range);
        List<CheckResult> unknown = Stream.of(queries.knownMiners())
                .filter(result -> result.outcome() != Outcome.PASS)
                .toList();
        Map<String, Long> minersByStatus = queries.minersByStatus();
        long miners =
                minersByStatus.values().stream().mapToLong(Long::longValue).sum();
        if (miners == 0) {
            return new CheckReport(
                    siteId, range, 0, 0, with(unknown, CheckResult.failed(Check.SITE_HAS_MINERS)), List.of());
        }
        List<StatusMetrics> statuses = queries.statusMetrics();
        long records = statuses.stream().mapToLong(StatusMetrics::records).sum();
        if (records == 0) {
            return new CheckReport(
                    siteId, range, miners, 0, with(unknown, CheckResult.failed(Check.SITE_HAS_TELEMETRY)), List.of());
        }
        List<String> running = Stream.concat(minersByStatus.keySet().stream(), queries.scheduledStatuses().stream())
                .distinct()
                .filter(status -> MinerStatus.of(status).isRunning())
                .toList();
        List<CheckResult> checks = with(
                unknown,
                queries.recordCount(),
                queries.cadence(),
                plausibility(statuses),
                queries.nullability(running),
                queries.uniqueness(),
                queries.finiteness());
        return new CheckReport(siteId, range, miners, records, checks, statuses);
    }

    private static List<CheckResult> with(List<CheckResult> unknown, CheckResult... checks) {
        return Stream.concat(unknown.stream(), Stream.of(checks)).toList();
    }

    private static CheckResult plausibility(List<StatusMetrics> statuses) {
        List<CheckOffender> implausible = new ArrayList<>();
        statuses.forEach(metrics -> implausible(metrics).ifPresent(implausible::add));
        return CheckResult.of(Check.STATUS_METRICS, Outcome.WARN, implausible.size(), implausible);
    }

    /** Whether the average hashrate of a status is implausible. */
    public static Optional<CheckOffender.Implausible> implausible(StatusMetrics metrics) {
        MinerStatus status = MinerStatus.of(metrics.status());
        double average = metrics.averageHashrateTh();
        // Negated, so that NaN is implausible, too.
        if (!status.isRunning() && !(average <= IDLE_LIMIT_TH)) {
            return Optional.of(new CheckOffender.Implausible(metrics.status(), average, IDLE_LIMIT_TH));
        }
        return status == MinerStatus.ACTIVE && !(average >= ACTIVE_LIMIT_TH)
                ? Optional.of(new CheckOffender.Implausible(metrics.status(), average, ACTIVE_LIMIT_TH))
                : Optional.empty();
    }
}
