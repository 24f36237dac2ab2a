package io.minerstream.cli.terminal;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Writers that print Chinese and check marks whatever the JVM's default charset is. */
public final class Utf8 {

    private Utf8() {}

    /** An auto-flushing UTF-8 writer on a stream. */
    public static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
