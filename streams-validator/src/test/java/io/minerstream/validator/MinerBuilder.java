package io.minerstream.validator;

import io.minerstream.avro.HostingMiner;

/** Roster entries: active, at site 5, with the default baseline. */
public final class MinerBuilder {

    private int minerId = 1;
    private int siteId = 5;
    private String status = "active";
    private String model;
    private Double actualHashrate;

    private MinerBuilder() {}

    public static MinerBuilder aMiner(int minerId) {
        MinerBuilder builder = new MinerBuilder();
        builder.minerId = minerId;
        return builder;
    }

    public MinerBuilder site(int value) {
        siteId = value;
        return this;
    }

    public MinerBuilder model(String value) {
        model = value;
        return this;
    }

    public MinerBuilder status(String value) {
        status = value;
        return this;
    }

    public MinerBuilder actualHashrate(double value) {
        actualHashrate = value;
        return this;
    }

    public HostingMiner build() {
        return new HostingMiner(
                minerId, siteId, "SN-" + minerId, null, model, null, null, actualHashrate, null, status);
    }
}
