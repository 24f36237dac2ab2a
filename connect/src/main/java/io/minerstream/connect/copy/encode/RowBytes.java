package io.minerstream.connect.copy.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing byte array in network byte order, for rows of the COPY format. Reused; not thread-safe. */
public final class RowBytes {

    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int FIRST_CAPACITY = 64 * 1024;
    private static final int NULL_LENGTH = -1;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;

    public int size() {
        return size;
    }

    /** The array behind it; valid up to {@link #size()}, until the next write. */
    public byte[] array() {
        return bytes;
    }

    /** Forgets what was written from {@code size} on. */
    public void truncate(int size) {
        this.size = size;
    }

    public void int16(int value) {
        reserve(Short.BYTES);
        INT16.set(bytes, size, (short) value);
        size += Short.BYTES;
    }

    public void int32(int value) {
        reserve(Integer.BYTES);
        INT32.set(bytes, size, value);
        size += Integer.BYTES;
    }

    /** Reads four bytes that were written before. */
    public int int32At(int position) {
        return (int) INT32.get(bytes, position);
    }

    /** Overwrites four bytes that were written before. */
    void int32At(int position, int value) {
        INT32.set(bytes, position, value);
    }

    public void nullField() {
        int32(NULL_LENGTH);
    }

    /** A field of one byte with its length. */
    public void field1(int value) {
        reserve(Integer.BYTES + 1);
        INT32.set(bytes, size, 1);
        bytes[size + Integer.BYTES] = (byte) value;
        size += Integer.BYTES + 1;
    }

    /** A field of two bytes with its length. */
    void field2(int value) {
        reserve(Integer.BYTES + Short.BYTES);
        INT32.set(bytes, size, Short.BYTES);
        INT16.set(bytes, size + Integer.BYTES, (short) value);
        size += Integer.BYTES + Short.BYTES;
    }

    /** A field of four bytes with its length. */
    void field4(int value) {
        reserve(2 * Integer.BYTES);
        INT32.set(bytes, size, Integer.BYTES);
        INT32.set(bytes, size + Integer.BYTES, value);
        size += 2 * Integer.BYTES;
    }

    /** A field of eight bytes with its length. */
    void field8(long value) {
        reserve(Integer.BYTES + Long.BYTES);
        INT32.set(bytes, size, Long.BYTES);
        INT64.set(bytes, size + Integer.BYTES, value);
        size += Integer.BYTES + Long.BYTES;
    }

    void int64(long value) {
        reserve(Long.BYTES);
        INT64.set(bytes, size, value);
        size += Long.BYTES;
    }

    void raw(byte[] source) {
        raw(source, 0, source.length);
    }

    /** Appends {@code source} from {@code from} to {@code to}. */
    public void raw(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    void raw(ByteBuffer source) {
        int length = source.remaining();
        reserve(length);
        source.duplicate().get(bytes, size, length);
        size += length;
    }

    void raw(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /**
     * Text in UTF-8, without a length.
     *
     * @return its number of code points
     * @throws BadValueException for what PostgreSQL's text cannot hold: NUL, and half a surrogate pair
     */
    int utf8(String text) {
        int length = text.length();
        reserve(3 * length);
        int codePoints = length;
        int at = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c == 0) {
                    throw new BadValueException("22021", "text must not contain NUL, got one at character " + i);
                }
                bytes[at++] = (byte) c;
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xc0 | (c >> 6));
                bytes[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new BadValueException(
                            "22021", "text must be Unicode, got half a surrogate pair at character " + i);
                }
                int codePoint = Character.toCodePoint(c, text.charAt(++i));
                codePoints--;
                bytes[at++] = (byte) (0xf0 | (codePoint >> 18));
                bytes[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
                bytes[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
                bytes[at++] = (byte) (0x80 | (codePoint & 0x3f));
            } else {
                bytes[at++] = (byte) (0xe0 | (c >> 12));
                bytes[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                bytes[at++] = (byte) (0x80 | (c & 0x3f));
            }
        }
        size = at;
        return codePoints;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            grow(more);
        }
    }

    private void grow(int more) {
        long wanted = Math.max(2L * bytes.length, (long) size + more);
        if ((long) size + more > Integer.MAX_VALUE - 8) {
            throw new BadValueException("54000", "a batch must stay below 2 GiB; set a smaller batch.max.bytes");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
}
