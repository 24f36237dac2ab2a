package io.minerstream.connect.warehouse;

/**
 * A row of {@code miner_models}.
 *
 * @param id used when the model is new and the id is free; {@link #NO_ID} leaves it to the database
 * @param name unique; identifies an existing model
 * @param manufacturer null when unknown
 * @param referenceHashrateTh TH/s; null when unknown
 * @param referencePowerW W; null when unknown
 */
public record ModelRow(int id, String name, String manufacturer, Double referenceHashrateTh, Integer referencePowerW) {

    /** Stands for a model whose id the database chooses. */
    public static final int NO_ID = 0;
}
