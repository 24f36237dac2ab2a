package io.minerstream.validator.state;

import io.minerstream.validator.rule.RosterStatus;
import io.minerstream.validator.state.MinerState.Tenure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * Bytes of a {@link MinerState}: 1 byte version, 1 byte flags, the {@linkplain RosterStatusSerde roster entry}, then, only
 * where the miner has several entries, 8 + 8 the time in which this one is in force and 4 how many there are, then 4 bytes
 * number of blocks and the {@linkplain DayBlockFormat blocks}. A rostered miner within one day of one hourly run takes 43
 * bytes.
 *
 * <p>The first version, from the time of one entry a miner and of hourly runs alone, is read too; its entry counts for all
 * times.
 */
public final class MinerStateSerde {

    private static final byte VERSION = 2;
    private static final byte FIRST_VERSION = 1;
    private static final int FLAG_ENTRY = 1;
    private static final int FLAG_DECLARED_UNKNOWN = 1 << 1;

    /** In the first version: the text of the status follows. */
    private static final int FLAG_STATUS_TEXT = 1 << 2;

    private static final int FLAG_SEVERAL_ENTRIES = 1 << 3;
    private static final int SEVERAL_ENTRIES_BYTES = 8 + 8 + 4;

    private MinerStateSerde() {}

    public static Serde<MinerState> create() {
        return StateFormat.serde("miner state", MinerStateSerde::write, MinerStateSerde::read);
    }

    private static byte[] write(MinerState state) {
        Tenure tenure = state.tenure();
        byte[] text = tenure == null ? null : RosterStatusSerde.text(tenure.entry());
        boolean several = tenure != null && tenure.entries() > 1;
        int size =
                1 + 1 + (tenure == null ? 0 : RosterStatusSerde.size(text)) + (several ? SEVERAL_ENTRIES_BYTES : 0) + 4;
        for (DayBlock block : state.blocks) {
            size += DayBlockFormat.size(block);
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(VERSION);
        out.put((byte) ((tenure == null ? 0 : FLAG_ENTRY)
                | (state.isDeclaredUnknown() ? FLAG_DECLARED_UNKNOWN : 0)
                | (several ? FLAG_SEVERAL_ENTRIES : 0)));
        if (tenure != null) {
            RosterStatusSerde.write(tenure.entry(), text, out);
        }
        if (several) {
            out.putLong(tenure.fromMs()).putLong(tenure.untilMs()).putInt(tenure.entries());
        }
        out.putInt(state.blocks.size());
        for (DayBlock block : state.blocks) {
            DayBlockFormat.write(block, out);
        }
        return out.array();
    }

    private static MinerState read(ByteBuffer in) {
        byte version = StateFormat.requireVersion(in, FIRST_VERSION, VERSION);
        int flags = in.get();
        Tenure tenure = (flags & FLAG_ENTRY) == 0 ? null : readTenure(in, version, flags);
        int count = in.getInt();
        List<DayBlock> blocks = new ArrayList<>(count + 1);
        for (int i = 0; i < count; i++) {
            blocks.add(DayBlockFormat.read(in));
        }
        return new MinerState(tenure, (flags & FLAG_DECLARED_UNKNOWN) != 0, blocks);
    }

    private static Tenure readTenure(ByteBuffer in, byte version, int flags) {
        RosterStatus entry = version == FIRST_VERSION
                ? RosterStatusSerde.readFirstVersion(in, (flags & FLAG_STATUS_TEXT) != 0)
                : RosterStatusSerde.read(in);
        return (flags & FLAG_SEVERAL_ENTRIES) == 0
                ? Tenure.always(entry)
                : new Tenure(entry, in.getLong(), in.getLong(), in.getInt());
    }
}
