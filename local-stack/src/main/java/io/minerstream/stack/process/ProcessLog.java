package io.minerstream.stack.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.LogManager;

/** The log of a command and of its child JVMs, on standard error: Java's own, which starts in no time, with our settings. */
public final class ProcessLog {

    private static final String SETTINGS = "minerstream.log.settings";

    /** System property: level in place of that of the settings; also by its name in Kafka's own log. */
    private static final String LEVEL = "minerstream.log.level";

    /** Java's levels by the names that Kafka's own log has for them. */
    private static final Map<String, Level> LEVELS =
            Map.of("ERROR", Level.SEVERE, "WARN", Level.WARNING, "DEBUG", Level.FINE, "TRACE", Level.FINEST);

    private ProcessLog() {}

    /**
     * System properties that make a JVM log so; they work until something logs.
     *
     * @param settings resource with properties of {@link LogManager}
     */
    public static Map<String, String> properties(String settings) {
        return Map.of("java.util.logging.manager", Manager.class.getName(), SETTINGS, settings);
    }

    /** What Kafka's own log calls a level. */
    static String name(Level level) {
        return LEVELS.entrySet().stream()
                .filter(known -> known.getValue().equals(level))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(level.getName());
    }

    /** Reads the settings from the resource. */
    public static final class Manager extends LogManager {

        @Override
        public void readConfiguration() throws IOException {
            Properties settings = new Properties();
            try (InputStream resource = ProcessLog.class.getResourceAsStream(System.getProperty(SETTINGS))) {
                settings.load(resource);
            }
            settings.setProperty("java.util.logging.ConsoleHandler.formatter", LogFormatter.class.getName());
            String level = System.getProperty(LEVEL);
            if (level != null) {
                String name = level.toUpperCase(Locale.ROOT);
                settings.setProperty(
                        ".level", LEVELS.containsKey(name) ? LEVELS.get(name).getName() : name);
            }
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            settings.store(text, null);
            readConfiguration(new ByteArrayInputStream(text.toByteArray()));
        }

        /** Does nothing: Java's closes the log when the JVM begins to end, while our parts may still say why they take long. */
        @Override
        public void reset() {}
    }
}
