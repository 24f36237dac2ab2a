package io.minerstream.validator.state;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.validator.rule.Hours;
import io.minerstream.validator.rule.RosterEntry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * Bytes of a {@link MinerState}: 1 byte version, 1 byte flags, the roster entry (4 site, 8 + 8 baseline, 1 status; the status
 * text follows only where it is none of the known words), 4 bytes number of blocks, then per block 8 run, 4 day, 4 of which
 * the low 24 bits are the hours seen and the high 8 the number of faults, and 11 bytes a fault. A rostered miner within one
 * day of one run takes 43 bytes.
 */
public final class MinerStateSerde {

    private static final byte VERSION = 1;
    private static final int FLAG_ENTRY = 1;
    private static final int FLAG_DECLARED_UNKNOWN = 1 << 1;
    private static final int FLAG_STATUS_TEXT = 1 << 2;
    private static final int ENTRY_BYTES = 4 + 8 + 8 + 1;
    private static final int SEEN_BITS = Hours.PER_DAY;

    private MinerStateSerde() {}

    public static Serde<MinerState> create() {
        return StateFormat.serde("miner state", MinerStateSerde::write, MinerStateSerde::read);
    }

    private static byte[] write(MinerState state) {
        RosterEntry entry = state.entry();
        byte[] text = entry == null || isWord(entry) ? null : StateFormat.utf8(entry.statusText());
        ByteBuffer out = ByteBuffer.allocate(size(state, text));
        out.put(VERSION);
        out.put((byte) ((entry == null ? 0 : FLAG_ENTRY)
                | (state.isDeclaredUnknown() ? FLAG_DECLARED_UNKNOWN : 0)
                | (text == null ? 0 : FLAG_STATUS_TEXT)));
        if (entry != null) {
            out.putInt(entry.siteId());
            out.putDouble(entry.baseline().hashrateTh());
            out.putDouble(entry.baseline().powerW());
            out.put(code(entry.status()));
            if (text != null) {
                out.putInt(text.length).put(text);
            }
        }
        out.putInt(state.blocks.size());
        for (DayBlock block : state.blocks) {
            out.putLong(block.run).putInt(block.day).putInt(block.seen() | (block.faults.size() << SEEN_BITS));
            for (HourFault fault : block.faults) {
                out.put((byte) fault.hourOfDay).putShort((short) fault.rules);
                out.putInt(fault.duplicates).putInt(fault.offHours);
            }
        }
        return out.array();
    }

    private static int size(MinerState state, byte[] text) {
        int size = 1 + 1 + (state.entry() == null ? 0 : ENTRY_BYTES) + (text == null ? 0 : 4 + text.length) + 4;
        for (DayBlock block : state.blocks) {
            size += DayBlock.BYTES + block.faults.size() * HourFault.BYTES;
        }
        return size;
    }

    private static MinerState read(ByteBuffer in) {
        StateFormat.requireVersion(in, VERSION);
        int flags = in.get();
        RosterEntry entry = (flags & FLAG_ENTRY) == 0 ? null : readEntry(in, (flags & FLAG_STATUS_TEXT) != 0);
        int count = in.getInt();
        List<DayBlock> blocks = new ArrayList<>(count + 1);
        for (int i = 0; i < count; i++) {
            blocks.add(readBlock(in));
        }
        return new MinerState(entry, (flags & FLAG_DECLARED_UNKNOWN) != 0, blocks);
    }

    private static RosterEntry readEntry(ByteBuffer in, boolean hasText) {
        int siteId = in.getInt();
        Baseline baseline = new Baseline(in.getDouble(), in.getDouble());
        MinerStatus status = status(in.get());
        String text = hasText ? StateFormat.text(in, in.getInt()) : status.word();
        return new RosterEntry(siteId, text, baseline);
    }

    private static DayBlock readBlock(ByteBuffer in) {
        long run = in.getLong();
        int day = in.getInt();
        int packed = in.getInt();
        DayBlock block = new DayBlock(run, day, packed);
        int faults = packed >>> SEEN_BITS;
        for (int i = 0; i < faults; i++) {
            HourFault fault = block.fault(in.get());
            fault.rules = in.getShort();
            fault.duplicates = in.getInt();
            fault.offHours = in.getInt();
        }
        return block;
    }

    /** Whether the status text is exactly the word of its status, so that the code alone tells it. */
    private static boolean isWord(RosterEntry entry) {
        return entry.status() != MinerStatus.OTHER && entry.status().word().equals(entry.statusText());
    }

    private static byte code(MinerStatus status) {
        return switch (status) {
            case ACTIVE -> 1;
            case MAINTENANCE -> 2;
            case OFFLINE -> 3;
            case ERROR -> 4;
            case OTHER -> 5;
        };
    }

    private static MinerStatus status(byte code) {
        return switch (code) {
            case 1 -> MinerStatus.ACTIVE;
            case 2 -> MinerStatus.MAINTENANCE;
            case 3 -> MinerStatus.OFFLINE;
            case 4 -> MinerStatus.ERROR;
            case 5 -> MinerStatus.OTHER;
            default -> throw new IllegalArgumentException("status code: must be 1 to 5, got " + code);
        };
    }
}
