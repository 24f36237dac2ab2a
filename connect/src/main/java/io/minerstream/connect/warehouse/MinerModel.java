package io.minerstream.connect.warehouse;

/**
 * A row of {@code miner_models}.
 *
 * @param id used when the model is new and the id is free
 * @param name unique; a model that is there already is found by it
 * @param manufacturer null when unknown
 * @param referenceHashrateTh TH/s; null when unknown
 * @param referencePowerW W; null when unknown
 */
public record MinerModel(
        int id, String name, String manufacturer, Double referenceHashrateTh, Integer referencePowerW) {}
