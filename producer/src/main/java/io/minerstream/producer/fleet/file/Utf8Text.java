package io.minerstream.producer.fleet.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text in UTF-8 that knows in which line its first malformed byte stands, which {@link java.io.InputStreamReader} does not tell.
 * A byte order mark is skipped. Everything before a malformed byte is handed over first. Not thread-safe.
 */
final class Utf8Text extends Reader {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private boolean atStart = true;
    private boolean ended;
    private int line = 1;

    /** Bytes that are not UTF-8. */
    static final class MalformedException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int line;

        MalformedException(int line, byte found) {
            super("must be text in UTF-8, got the byte 0x%02X".formatted(found));
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /** @param in closed with the text */
    Utf8Text(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length < 2) {
            // A code point beyond the first plane takes two chars; the parsers read in thousands.
            throw new IllegalArgumentException("length: must be at least 2, got " + length);
        }
        CharBuffer chars = CharBuffer.wrap(target, offset, length);
        int start = chars.position();
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, ended);
            int decoded = chars.position() - start;
            if (decoded > 0) {
                int kept = withoutMark(target, offset, decoded);
                if (kept > 0) {
                    return kept;
                }
                chars.position(start);
                continue;
            }
            if (result.isError()) {
                throw new MalformedException(line, bytes.get(bytes.position()));
            }
            if (ended) {
                return -1;
            }
            fill();
        }
    }

    /** Counts the lines of what was decoded; how many chars are left without a mark. */
    private int withoutMark(char[] target, int offset, int decoded) {
        int kept = decoded;
        if (atStart && target[offset] == BYTE_ORDER_MARK) {
            kept--;
            System.arraycopy(target, offset + 1, target, offset, kept);
        }
        atStart = false;
        for (int i = offset; i < offset + kept; i++) {
            if (target[i] == '\n') {
                line++;
            }
        }
        return kept;
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        if (read < 0) {
            ended = true;
        } else {
            bytes.position(bytes.position() + read);
        }
        bytes.flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
