package io.minerstream.producer.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A text file in UTF-8 with an upper bound of its size, so that no parser chokes on it. Knows in which line its first malformed
 * byte stands, which {@link java.io.InputStreamReader} does not tell. A byte order mark is skipped. Everything before a malformed
 * byte is handed over first. Not thread-safe.
 */
public final class Utf8Text extends Reader {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
    private final long mostBytes;
    private final int longestLine;
    private long bytesLeft;
    private int lineLength;
    private boolean started;
    private boolean ended;
    private int line = 1;
    private String problem;

    /**
     * @param in closed with the text
     * @param mostBytes of the largest file
     * @param longestLine in chars
     */
    private Utf8Text(InputStream in, long mostBytes, int longestLine) {
        this.in = in;
        this.mostBytes = mostBytes;
        this.bytesLeft = mostBytes;
        this.longestLine = longestLine;
    }

    /**
     * Opens a file; the caller closes it.
     *
     * @param mostBytes of the largest file
     * @throws IOException when the file cannot be read, or is larger. What is no regular file is measured while it is read
     */
    public static Utf8Text open(Path file, long mostBytes) throws IOException {
        return open(file, mostBytes, Integer.MAX_VALUE);
    }

    /** @param longestLine in chars */
    static Utf8Text open(Path file, long mostBytes, int longestLine) throws IOException {
        Utf8Text text = new Utf8Text(Files.newInputStream(file), mostBytes, longestLine);
        try {
            if (Files.size(file) > mostBytes) {
                throw text.tooLarge("" + Files.size(file));
            }
        } catch (IOException e) {
            text.close();
            throw e;
        }
        return text;
    }

    /** What the text must be and is not; null as long as it is. A parser may hide that failure among its own. */
    public String problem() {
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
                countLines(target, offset, chars.position());
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

    private void countLines(char[] target, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (target[i] == '\n') {
                line++;
                lineLength = 0;
            } else if (++lineLength > longestLine) {
                throw refused("have lines of at most %s characters, got a longer one".formatted(longestLine));
            }
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
        ended = read < bytes.remaining();
        bytesLeft -= read;
        if (bytesLeft < 0) {
            throw tooLarge("more");
        }
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

    private IOException malformed(String got) {
        return refused("be text in UTF-8, got " + got);
    }

    private IOException tooLarge(String got) {
        return refused("be at most %s bytes, got %s".formatted(mostBytes, got));
    }

    private IOException refused(String must) {
        problem = "must " + must;
        return new RefusedTextException(problem);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
