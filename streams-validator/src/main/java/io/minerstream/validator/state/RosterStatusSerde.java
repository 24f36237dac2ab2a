package io.minerstream.validator.state;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.validator.rule.RosterStatus;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;

/**
 * Bytes of a {@link RosterStatus}: 4 site, 8 + 8 baseline, 1 status; the text of the status follows, with 4 bytes for its
 * length, only where it is none of the known words.
 */
public final class RosterStatusSerde {

    private static final byte VERSION = 1;
    private static final int BYTES = 4 + 8 + 8 + 1;

    /** Set in the byte of the status where the text follows. */
    private static final int TEXT = 1 << 7;

    private RosterStatusSerde() {}

    /** The entry alone, behind a byte for the version. */
    public static Serde<RosterStatus> create() {
        return StateFormat.serde(
                "roster entry",
                entry -> {
                    byte[] text = text(entry);
                    ByteBuffer out = ByteBuffer.allocate(1 + size(text)).put(VERSION);
                    write(entry, text, out);
                    return out.array();
                },
                in -> {
                    StateFormat.requireVersion(in, VERSION);
                    return read(in);
                });
    }

    /** The text as far as the code of the status does not tell it; null where it does. */
    static byte[] text(RosterStatus entry) {
        MinerStatus status = entry.status();
        boolean isWord = status != MinerStatus.OTHER && status.word().equals(entry.statusText());
        return isWord ? null : StateFormat.utf8(entry.statusText());
    }

    /** Bytes of an entry with such a {@link #text}. */
    static int size(byte[] text) {
        return BYTES + (text == null ? 0 : Integer.BYTES + text.length);
    }

    static void write(RosterStatus entry, byte[] text, ByteBuffer out) {
        out.putInt(entry.siteId());
        out.putDouble(entry.baseline().hashrateTh());
        out.putDouble(entry.baseline().powerW());
        out.put((byte) (code(entry.status()) | (text == null ? 0 : TEXT)));
        if (text != null) {
            out.putInt(text.length).put(text);
        }
    }

    static RosterStatus read(ByteBuffer in) {
        int siteId = in.getInt();
        Baseline baseline = new Baseline(in.getDouble(), in.getDouble());
        int code = in.get();
        MinerStatus status = status(code & ~TEXT & 0xff);
        String text = (code & TEXT) == 0 ? status.word() : StateFormat.text(in, in.getInt());
        return new RosterStatus(siteId, text, baseline);
    }

    /** The form of the miner state's first version, in which a flag elsewhere tells whether a text follows. */
    static RosterStatus readFirstVersion(ByteBuffer in, boolean hasText) {
        int siteId = in.getInt();
        Baseline baseline = new Baseline(in.getDouble(), in.getDouble());
        MinerStatus status = status(in.get());
        return new RosterStatus(siteId, hasText ? StateFormat.text(in, in.getInt()) : status.word(), baseline);
    }

    private static int code(MinerStatus status) {
        return switch (status) {
            case ACTIVE -> 1;
            case MAINTENANCE -> 2;
            case OFFLINE -> 3;
            case ERROR -> 4;
            case OTHER -> 5;
        };
    }

    private static MinerStatus status(int code) {
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
