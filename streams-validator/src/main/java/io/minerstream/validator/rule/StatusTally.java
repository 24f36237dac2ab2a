package io.minerstream.validator.rule;

import io.minerstream.avro.StatusSummary;
import java.util.Map;

/** Records and metrics of the miners of one status. Mutable, not thread-safe. */
public final class StatusTally {

    /** Statuses told apart, so that a tally by status has a bound; records of any further one are {@link #FURTHER}. */
    static final int MOST_STATUSES = 16;

    static final String FURTHER = "other";

    private final MetricTally hashrate;
    private final MetricTally power;
    private final MetricTally temperature;
    private long records;
    private int miners;

    public StatusTally() {
        this(0, new MetricTally(), new MetricTally(), new MetricTally());
    }

    /** Restores a tally; the number of miners is 0. */
    public StatusTally(long records, MetricTally hashrate, MetricTally power, MetricTally temperature) {
        this.records = records;
        this.hashrate = hashrate;
        this.power = power;
        this.temperature = temperature;
    }

    /** The tally of a status; a new one if need be. */
    public static StatusTally of(String status, Map<String, StatusTally> byStatus) {
        boolean full = byStatus.size() >= MOST_STATUSES && !byStatus.containsKey(status);
        return byStatus.computeIfAbsent(full ? FURTHER : status, any -> new StatusTally());
    }

    public void add(ReceivedReading reading) {
        records++;
        hashrate.add(reading.hashrateTh());
        power.add(reading.powerW());
        if (reading.temperatureC() != null) {
            temperature.add(reading.temperatureC());
        }
    }

    public void addMiner() {
        miners++;
    }

    public void add(StatusTally other) {
        miners += other.miners;
        records += other.records;
        hashrate.add(other.hashrate);
        power.add(other.power);
        temperature.add(other.temperature);
    }

    public void add(StatusSummary other) {
        miners += other.getMiners();
        records += other.getRecords();
        hashrate.add(other.getHashrate());
        power.add(other.getPower());
        temperature.add(other.getTemperature());
    }

    public long records() {
        return records;
    }

    public MetricTally hashrate() {
        return hashrate;
    }

    public MetricTally power() {
        return power;
    }

    public MetricTally temperature() {
        return temperature;
    }

    public StatusSummary toSummary(String status) {
        return new StatusSummary(
                status, miners, records, hashrate.toSummary(), power.toSummary(), temperature.toSummary());
    }
}
