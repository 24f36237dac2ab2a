package io.minerstream.validator.state;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.rule.RosteredMiner;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * Bytes of a {@link RosteredMiner}: 4 site, 8 + 8 baseline, 1 status, whose text follows where it is none of the known words, then
 * the model.
 */
public final class RosteredMinerSerde {

    /** The place of a word, from 1, is its code; 0 means that a text follows. The order must never change. */
    private static final List<String> WORDS = List.of(
            MinerStatus.ACTIVE.word(),
            MinerStatus.MAINTENANCE.word(),
            MinerStatus.OFFLINE.word(),
            MinerStatus.ERROR.word());

    private RosteredMinerSerde() {}

    /**
     * The serde.
     *
     * @param policies of all miners; a policy is no part of the bytes
     */
    public static Serde<RosteredMiner> create(Policies policies) {
        return StateFormat.ofValues("roster entry", RosteredMinerSerde::write, in -> read(in, policies));
    }

    static void write(RosteredMiner miner, DataOutputStream out) throws IOException {
        out.writeInt(miner.siteId());
        out.writeDouble(miner.baseline().hashrateTh());
        out.writeDouble(miner.baseline().powerW());
        int code = WORDS.indexOf(miner.statusText()) + 1;
        out.writeByte(code);
        if (code == 0) {
            StateFormat.writeText(miner.statusText(), out);
        }
        StateFormat.writeText(miner.model(), out);
    }

    static RosteredMiner read(ByteBuffer in, Policies policies) {
        int siteId = in.getInt();
        Baseline baseline = new Baseline(in.getDouble(), in.getDouble());
        int code = in.get();
        String status = code == 0 ? StateFormat.readText(in) : WORDS.get(code - 1);
        String model = StateFormat.readText(in);
        return new RosteredMiner(siteId, status, baseline, model, policies.of(siteId, model));
    }
}
