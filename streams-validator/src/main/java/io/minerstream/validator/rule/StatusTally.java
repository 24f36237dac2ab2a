package io.minerstream.validator.rule;

import io.minerstream.avro.StatusSummary;

/** Records and metrics of the miners of one status. Mutable, not thread-safe. */
public final class StatusTally {

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
