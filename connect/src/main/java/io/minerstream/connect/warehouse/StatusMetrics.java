package io.minerstream.connect.warehouse;

/**
 * The readings of all miners of one status.
 *
 * @param status as the database spells it; empty when it is NULL
 * @param records how many records, at least 1
 * @param averageHashrateTh TH/s
 * @param minHashrateTh TH/s
 * @param maxHashrateTh TH/s
 * @param averagePowerW W
 * @param averageTemperatureC degC, over the records that have a temperature; null when none has
 */
public record StatusMetrics(
        String status,
        long records,
        double averageHashrateTh,
        double minHashrateTh,
        double maxHashrateTh,
        double averagePowerW,
        Double averageTemperatureC) {}
