package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.miner.OperatingRanges;
import java.math.BigDecimal;
import java.util.List;

/** FROZEN_VALUE: a running miner whose hashrate does not move, to the last digit. The caller counts the readings in a row. */
public final class FrozenValue {

    /**
     * Readings have two decimals. Where a status allows less than 1,000 of them, equal readings in a row prove nothing: the
     * noise of the realistic signal of an active miner then has less than 40 values.
     */
    private static final double NARROWEST_TH = 10;

    private FrozenValue() {}

    /**
     * Whether the miner's hashrate can be frozen at all: it runs, and its range has values enough.
     *
     * @param hashrateTh TH/s; 0 is an outage, not a frozen sensor
     */
    public static boolean isPossible(RosteredMiner miner, double hashrateTh) {
        MinerStatus status = miner.status();
        if (!status.isRunning() || hashrateTh == 0 || !Double.isFinite(hashrateTh)) {
            return false;
        }
        OperatingRange factor = OperatingRanges.hashrateFactor(status);
        return (factor.max() - factor.min()) * miner.baseline().hashrateTh() >= NARROWEST_TH;
    }

    /**
     * The broken rule.
     *
     * @param reading the last reading
     * @param readings how many in a row have its hashrate, at least 2
     */
    public static Breach of(ReceivedReading reading, int readings) {
        return new Breach(
                Rule.FROZEN_VALUE,
                reading.minerId(),
                Metric.HASHRATE,
                List.of(reading.recordedAt()),
                null,
                reading.hashrateTh(),
                null,
                "miner %s: hashrate must not stay the same, got %s TH/s in %s readings in a row up to %s"
                        .formatted(
                                reading.minerId(),
                                BigDecimal.valueOf(reading.hashrateTh())
                                        .stripTrailingZeros()
                                        .toPlainString(),
                                readings,
                                reading.recordedAt()));
    }
}
