package io.minerstream.validator.state;

import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.state.MinerState.SilentEnd;
import io.minerstream.validator.state.MinerState.Tenure;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * Bytes of a {@link MinerState}: 1 version, 1 flags, the {@linkplain RosteredMinerSerde roster entry}, 8 + 8 + 4 for the time
 * in which it is in force and the number of entries if the miner has several. Then, if the miner runs, the row of equal hashrates:
 * number of readings and time point of the last one as varints, the hashrate as a varint of hundredths, or 8 bytes where that is
 * not exact. Then 4 + 4 + 8 + 4 for a silence at the end of its last window, if there was one. Then the number of blocks as a varint and
 * the {@linkplain DayBlock#write blocks}. A rostered miner within one day of one hourly run takes 41 to 44 bytes and its model, one that
 * runs 6 or 7 more.
 */
public final class MinerStateSerde {

    private static final int FLAG_ROSTERED = 1;
    private static final int FLAG_DECLARED_UNKNOWN = 1 << 1;
    private static final int FLAG_SEVERAL_ENTRIES = 1 << 2;
    private static final int FLAG_ROW = 1 << 3;
    private static final int FLAG_HUNDREDTHS = 1 << 4;
    private static final int FLAG_SILENT_END = 1 << 5;

    private static final double HUNDREDTHS = 100.0;

    private MinerStateSerde() {}

    /**
     * The serde.
     *
     * @param policies of all miners
     */
    public static Serde<MinerState> create(Policies policies) {
        return StateFormat.ofValues("miner state", MinerStateSerde::write, in -> read(in, policies));
    }

    private static void write(MinerState state, DataOutputStream out) throws IOException {
        Tenure tenure = state.tenure();
        boolean several = tenure != null && tenure.entries() > 1;
        long hundredths = Math.round(state.rowHashrateTh * HUNDREDTHS);
        boolean exact =
                hundredths >= 0 && hundredths <= Integer.MAX_VALUE && hundredths / HUNDREDTHS == state.rowHashrateTh;
        out.writeByte((tenure == null ? 0 : FLAG_ROSTERED)
                | (state.isDeclaredUnknown() ? FLAG_DECLARED_UNKNOWN : 0)
                | (several ? FLAG_SEVERAL_ENTRIES : 0)
                | (state.rowReadings == 0 ? 0 : FLAG_ROW)
                | (exact ? FLAG_HUNDREDTHS : 0)
                | (state.silentEnd() == null ? 0 : FLAG_SILENT_END));
        if (tenure != null) {
            RosteredMinerSerde.write(tenure.miner(), out);
        }
        if (several) {
            out.writeLong(tenure.fromMs());
            out.writeLong(tenure.untilMs());
            out.writeInt(tenure.entries());
        }
        if (state.rowReadings > 0) {
            ByteUtils.writeUnsignedVarint(state.rowReadings, out);
            ByteUtils.writeVarlong(state.rowPoint, out);
            if (exact) {
                ByteUtils.writeUnsignedVarint((int) hundredths, out);
            } else {
                out.writeDouble(state.rowHashrateTh);
            }
        }
        SilentEnd end = state.silentEnd();
        if (end != null) {
            out.writeInt(end.siteId());
            out.writeInt(end.interval().seconds());
            out.writeLong(end.to());
            out.writeInt(end.points());
        }
        ByteUtils.writeUnsignedVarint(state.blocks.size(), out);
        for (DayBlock block : state.blocks) {
            block.write(out);
        }
    }

    private static MinerState read(ByteBuffer in, Policies policies) {
        int flags = in.get();
        Tenure tenure = null;
        if ((flags & FLAG_ROSTERED) != 0) {
            RosteredMiner miner = RosteredMinerSerde.read(in, policies);
            tenure = (flags & FLAG_SEVERAL_ENTRIES) == 0
                    ? Tenure.always(miner)
                    : new Tenure(miner, in.getLong(), in.getLong(), in.getInt());
        }
        int rowReadings = 0;
        long rowPoint = 0;
        double rowHashrateTh = 0;
        if ((flags & FLAG_ROW) != 0) {
            rowReadings = ByteUtils.readUnsignedVarint(in);
            rowPoint = ByteUtils.readVarlong(in);
            rowHashrateTh =
                    (flags & FLAG_HUNDREDTHS) != 0 ? ByteUtils.readUnsignedVarint(in) / HUNDREDTHS : in.getDouble();
        }
        SilentEnd end = (flags & FLAG_SILENT_END) == 0
                ? null
                : new SilentEnd(in.getInt(), new Interval(in.getInt()), in.getLong(), in.getInt());
        int count = ByteUtils.readUnsignedVarint(in);
        List<DayBlock> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(DayBlock.read(in));
        }
        MinerState state = new MinerState(tenure, (flags & FLAG_DECLARED_UNKNOWN) != 0, blocks);
        state.setSilentEnd(end);
        state.rowReadings = rowReadings;
        state.rowPoint = rowPoint;
        state.rowHashrateTh = rowHashrateTh;
        return state;
    }
}
