package io.minerstream.validator.state;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.validator.rule.RosteredMiner;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/** Bytes of a {@link RosteredMiner}: 4 site, 8 + 8 baseline, 1 status; the text follows where it is none of the known words. */
public final class RosteredMinerSerde {

    /** The place of a word, from 1, is its code; 0 means that a text follows. The order must never change. */
    private static final List<String> WORDS = List.of(
            MinerStatus.ACTIVE.word(),
            MinerStatus.MAINTENANCE.word(),
            MinerStatus.OFFLINE.word(),
            MinerStatus.ERROR.word());

    private RosteredMinerSerde() {}

    public static Serde<RosteredMiner> create() {
        return StateFormat.ofValues("roster entry", RosteredMinerSerde::write, RosteredMinerSerde::read);
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
    }

    static RosteredMiner read(ByteBuffer in) {
        int siteId = in.getInt();
        Baseline baseline = new Baseline(in.getDouble(), in.getDouble());
        int code = in.get();
        return new RosteredMiner(siteId, code == 0 ? StateFormat.readText(in) : WORDS.get(code - 1), baseline);
    }
}
