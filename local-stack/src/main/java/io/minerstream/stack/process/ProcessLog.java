package io.minerstream.stack.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.logging.LogManager;

/**
 * The log of a command and of its child JVMs, on standard error: Java's own, which starts in no time, with our settings. It lasts to the
 * end of the JVM: Java's closes when that begins to end, while our parts may still say why they take long.
 */
public final class ProcessLog extends LogManager {

    private static final String SETTINGS = "minerstream.log.settings";

    /**
     * System properties that make a JVM log so; they work until something logs.
     *
     * @param settings resource with properties of {@link LogManager}
     */
    public static Map<String, String> properties(String settings) {
        return Map.of("java.util.logging.manager", ProcessLog.class.getName(), SETTINGS, settings);
    }

    @Override
    public void readConfiguration() throws IOException {
        try (InputStream settings = ProcessLog.class.getResourceAsStream(System.getProperty(SETTINGS))) {
            readConfiguration(settings);
        }
    }

    /** Does nothing; see above. */
    @Override
    public void reset() {}
}
