package io.minerstream.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output that throws an {@link OutputException} when it fails. {@link java.io.PrintStream} and {@link PrintWriter} only
 * note an {@link IOException}, so a full disk or a closed pipe would go on unseen. Not thread-safe.
 */
public final class StandardOutput extends OutputStream {

    private static final int TYPE = 0xF000;
    private static final int PIPE = 0x1000;
    private static final int SOCKET = 0xC000;

    private final OutputStream out;
    private final boolean pipe;

    /** @param pipe whether a failure means that the reader has gone */
    StandardOutput(OutputStream out, boolean pipe) {
        this.out = out;
        this.pipe = pipe;
    }

    /** A writer to the standard output of this process, in UTF-8 whatever the default charset; flushes each line. */
    public static PrintWriter writer() {
        // Not System.out, which is a PrintStream.
        return new PrintWriter(
                new StandardOutput(new FileOutputStream(FileDescriptor.out), isPipe()), true, StandardCharsets.UTF_8);
    }

    /** By the type of the file: the text of an error depends on the system's language. */
    private static boolean isPipe() {
        try {
            int type = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & TYPE;
            return type == PIPE || type == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            // Closed, or no Unix: a failure is then reported in words.
            return false;
        }
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new OutputException(e, pipe);
        }
    }

    @Override
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new OutputException(e, pipe);
        }
    }
}
