package io.minerstream.producer.fleet;

import io.minerstream.schemas.miner.Baseline;

/**
 * A row of {@code miner_models}.
 *
 * @param id {@code miner_models.id}; {@link #NO_ID} when the source has model names only
 * @param name {@code model_name}; null when the source has none
 * @param manufacturer null when the source has none
 * @param referenceHashrateTh TH/s; NaN stands for NULL
 * @param referencePowerW W; NaN stands for NULL
 */
public record MinerModel(int id, String name, String manufacturer, double referenceHashrateTh, double referencePowerW) {

    /** Stands for a model without an id. */
    public static final int NO_ID = 0;

    /**
     * The values that a miner's readings are drawn around: its own, else its model's, else the default.
     *
     * @param model null when the miner has none
     * @param actualHashrateTh the miner's own, TH/s; NaN stands for NULL
     * @param actualPowerW the miner's own, W; NaN stands for NULL
     */
    static Baseline baseline(MinerModel model, double actualHashrateTh, double actualPowerW) {
        double hashrateTh = model == null ? Double.NaN : model.referenceHashrateTh();
        double powerW = model == null ? Double.NaN : model.referencePowerW();
        return new Baseline(
                Baseline.resolve(actualHashrateTh, hashrateTh, Baseline.DEFAULT_HASHRATE_TH),
                Baseline.resolve(actualPowerW, powerW, Baseline.DEFAULT_POWER_W));
    }
}
