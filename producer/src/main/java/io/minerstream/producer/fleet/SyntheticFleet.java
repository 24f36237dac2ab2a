package io.minerstream.producer.fleet;

import io.minerstream.producer.signal.CounterRandom;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A generated fleet: a pure function of its parameters. Models are real, with their published figures. As in real databases, some
 * miners have no actual values, some have a model without reference values, and some have no model. A fleet of some hundred
 * miners or more uses every layer of the baseline.
 *
 * @param miners number of miners, see {@link Bound#MINERS}
 * @param siteId {@code hosting_sites.id}, greater than 0
 * @param seed any value
 * @param mix shares of the statuses, exact to a miner
 * @param firstMinerId id of the first miner, greater than 0; the ids are contiguous
 * @param nullBaselines share of miners without an actual hashrate, and, independently, of those without an actual power; 0 to 1
 */
public record SyntheticFleet(int miners, int siteId, long seed, StatusMix mix, int firstMinerId, double nullBaselines)
        implements FleetSource {

    /**
     * Models of current sites, with TH/s and W as published by their makers; the last one has no figures. Ids count from 1.
     */
    public static final List<MinerModel> MODELS = List.of(
            new MinerModel(1, "Antminer S19 Pro", "Bitmain", 110, 3250),
            new MinerModel(2, "Antminer S19j Pro 100T", "Bitmain", 100, 2950),
            new MinerModel(3, "Antminer S19j Pro 104T", "Bitmain", 104, 3068),
            new MinerModel(4, "Antminer S19 XP", "Bitmain", 140, 3010),
            new MinerModel(5, "Antminer S21", "Bitmain", 200, 3500),
            new MinerModel(6, "Antminer S21+", "Bitmain", 216, 3564),
            new MinerModel(7, "WhatsMiner M50S", "MicroBT", 126, 3276),
            new MinerModel(8, "WhatsMiner M60S", "MicroBT", 186, 3441),
            new MinerModel(9, "WhatsMiner M66S", "MicroBT", Double.NaN, Double.NaN));

    /** Default share of miners without an actual value. */
    public static final double DEFAULT_NULL_BASELINES = 0.20;

    private static final double WITHOUT_MODEL = 0.02;
    private static final double WITHOUT_REFERENCE = 0.05;

    // Slots of CounterRandom. The interval is 0: a fleet has no time.
    private static final int MODEL = 0;
    private static final int HASHRATE_KNOWN = 1;
    private static final int POWER_KNOWN = 2;
    private static final int HASHRATE = 3;
    private static final int POWER = 4;
    private static final int SHUFFLE = 5;

    public SyntheticFleet {
        Bound.MINERS.require("miners", miners);
        Bound.SITE_ID.require("site id", siteId);
        Bound.MINER_ID.require("first miner id", firstMinerId);
        if (firstMinerId > Integer.MAX_VALUE - miners + 1) {
            throw new IllegalArgumentException("first miner id: must be at most " + (Integer.MAX_VALUE - miners + 1)
                    + " for " + miners + " miners, got " + firstMinerId);
        }
        Bound.SHARE.require("null baselines", nullBaselines);
    }

    /** The default share of NULL baselines. */
    public SyntheticFleet(int miners, int siteId, long seed, StatusMix mix, int firstMinerId) {
        this(miners, siteId, seed, mix, firstMinerId, DEFAULT_NULL_BASELINES);
    }

    /** The default mix, ids from 1. */
    public SyntheticFleet(int miners, int siteId, long seed) {
        this(miners, siteId, seed, StatusMix.DEFAULT, 1);
    }

    @Override
    public Fleet load() {
        FleetBuilder fleet = Fleet.builder(siteId);
        MinerStatus[] statuses = shuffledStatuses();
        for (int i = 0; i < miners; i++) {
            int id = firstMinerId + i;
            long stream = CounterRandom.stream(seed, id);
            MinerModel model = model(CounterRandom.bits(stream, 0, MODEL));
            Baseline nominal = MinerModel.baseline(model, Double.NaN, Double.NaN);
            fleet.add(
                    id,
                    String.format(Locale.ROOT, "SIM-%d-%07d", siteId, id),
                    model,
                    actual(stream, HASHRATE_KNOWN, HASHRATE, nominal.hashrateTh()),
                    actual(stream, POWER_KNOWN, POWER, nominal.powerW()),
                    statuses[i].word());
        }
        return fleet.build();
    }

    /** The statuses: exact numbers of each, in random order (Fisher-Yates). */
    private MinerStatus[] shuffledStatuses() {
        MinerStatus[] statuses = new MinerStatus[miners];
        int next = 0;
        for (Map.Entry<MinerStatus, Integer> count : mix.counts(miners).entrySet()) {
            Arrays.fill(statuses, next, next + count.getValue(), count.getKey());
            next += count.getValue();
        }
        for (int i = miners - 1; i > 0; i--) {
            long bits = CounterRandom.bits(CounterRandom.stream(seed, firstMinerId + i), 0, SHUFFLE);
            int other = CounterRandom.uniformInt(bits, 0, i);
            MinerStatus swapped = statuses[i];
            statuses[i] = statuses[other];
            statuses[other] = swapped;
        }
        return statuses;
    }

    private static MinerModel model(long bits) {
        double u = CounterRandom.unit(bits);
        if (u < WITHOUT_MODEL) {
            return null;
        }
        int unreferenced = MODELS.size() - 1;
        if (u < WITHOUT_MODEL + WITHOUT_REFERENCE) {
            return MODELS.get(unreferenced);
        }
        double rest = (u - WITHOUT_MODEL - WITHOUT_REFERENCE) / (1 - WITHOUT_MODEL - WITHOUT_REFERENCE);
        return MODELS.get(Math.min(unreferenced - 1, (int) (rest * unreferenced)));
    }

    /** A measured value: within some percent of the model's, in tenths as meters show it; NaN when it was never measured. */
    private double actual(long stream, int knownSlot, int valueSlot, double nominal) {
        if (CounterRandom.unit(CounterRandom.bits(stream, 0, knownSlot)) < nullBaselines) {
            return Double.NaN;
        }
        double factor = CounterRandom.uniform(CounterRandom.bits(stream, 0, valueSlot), 0.95, 1.03);
        return Math.rint(nominal * factor * 10) / 10;
    }
}
