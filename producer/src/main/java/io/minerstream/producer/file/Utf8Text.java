package io.minerstream.producer.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text in UTF-8 that knows in which line its first malformed byte stands, which {@link java.io.InputStreamReader} does not tell.
 * A byte order mark is skipped. Everything before a malformed byte is handed over first. Not thread-safe.
 */
final class Utf8Text extends Reader {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private boolean started;
    private boolean ended;
    private int line = 1;
    private String problem;

    /** @param in closed with the text */
    Utf8Text(InputStream in) {
        this.in = in;
    }

    /** What the text is instead of UTF-8; null as long as it is. A parser may hide that failure among its own. */
    String problem() {
        return problem;
    }

    /** Line of what comes next, from 1. */
    int line() {
        return line;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length < 2) {
            // A code point beyond the first plane takes two chars; the parsers read in thousands.
            throw new IllegalArgumentException("length: must be at least 2, got " + length);
        }
        CharBuffer chars = CharBuffer.wrap(target, offset, length).slice();
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, ended);
            if (chars.position() > 0) {
                for (int i = offset; i < offset + chars.position(); i++) {
                    line += target[i] == '\n' ? 1 : 0;
                }
                return chars.position();
            }
            if (result.isError()) {
                throw malformed(
                        "the byte 0x" + HexFormat.of().withUpperCase().toHexDigits(bytes.get(bytes.position())));
            }
            if (ended) {
                return -1;
            }
            fill();
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
        ended = read < bytes.remaining();
        bytes.position(bytes.position() + read).flip();
        if (!started) {
            started = true;
            if (bytes.limit() > 1 && (bytes.get(0) == 0 || bytes.get(1) == 0)) {
                throw malformed("UTF-16");
            }
            boolean marked = bytes.limit() >= BYTE_ORDER_MARK.length
                    && bytes.slice(0, BYTE_ORDER_MARK.length).equals(ByteBuffer.wrap(BYTE_ORDER_MARK));
            bytes.position(marked ? BYTE_ORDER_MARK.length : 0);
        }
    }

    private MalformedInputException malformed(String got) {
        problem = got;
        return new MalformedInputException(1);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
