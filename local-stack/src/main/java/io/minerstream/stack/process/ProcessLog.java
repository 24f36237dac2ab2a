package io.minerstream.stack.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.logging.LogManager;

/** The log of a command and of its child JVMs, on standard error: Java's own, which starts in no time, with our settings. */
public final class ProcessLog {

    private static final String SETTINGS = "minerstream.log.settings";

    private ProcessLog() {}

    /**
     * System properties that make a JVM log so; they work until something logs.
     *
     * @param settings resource with properties of {@link LogManager}
     */
    public static Map<String, String> properties(String settings) {
        return Map.of("java.util.logging.manager", Manager.class.getName(), SETTINGS, settings);
    }

    /** Reads the settings from the resource. */
    public static final class Manager extends LogManager {

        @Override
        public void readConfiguration() throws IOException {
            try (InputStream settings = ProcessLog.class.getResourceAsStream(System.getProperty(SETTINGS))) {
                readConfiguration(settings);
            }
        }

        /** Does nothing: Java's closes the log when the JVM begins to end, while our parts may still say why they take long. */
        @Override
        public void reset() {}
    }
}
