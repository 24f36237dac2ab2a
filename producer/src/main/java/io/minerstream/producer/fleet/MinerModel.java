package io.minerstream.producer.fleet;

/**
 * A row of {@code miner_models}.
 *
 * @param id {@code miner_models.id}; {@link #NO_ID} when the source knows models by their names only
 * @param name {@code model_name}; null when the source has none
 * @param manufacturer null when the source has none
 * @param referenceHashrateTh TH/s; NaN stands for NULL
 * @param referencePowerW W; NaN stands for NULL
 */
public record MinerModel(int id, String name, String manufacturer, double referenceHashrateTh, double referencePowerW) {

    /** Stands for a model without an id. */
    public static final int NO_ID = 0;
}
