package io.minerstream.producer.publish;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.signal.CounterRandom;
import io.minerstream.schemas.miner.Baseline;

/**
 * A 64-bit checksum of what a fleet contributes to its readings: ids, statuses and baselines, in order. Tells a run that is to
 * go on whether it would get the same readings; not meant against intent.
 */
final class FleetChecksum {

    private FleetChecksum() {}

    /** The checksum, the same on every machine; never 0, which stands for none. */
    static long of(Fleet fleet) {
        long hash = fleet.size();
        for (int i = 0; i < fleet.size(); i++) {
            Baseline baseline = fleet.baseline(i);
            hash = CounterRandom.mix64(hash + fleet.minerId(i));
            hash = CounterRandom.mix64(hash + fleet.status(i).name().hashCode());
            hash = CounterRandom.mix64(hash + Double.doubleToLongBits(baseline.hashrateTh()));
            hash = CounterRandom.mix64(hash + Double.doubleToLongBits(baseline.powerW()));
        }
        return hash == 0 ? 1 : hash;
    }
}
