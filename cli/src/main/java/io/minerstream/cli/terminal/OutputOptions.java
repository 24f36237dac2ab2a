package io.minerstream.cli.terminal;

import java.util.Locale;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Option;

/** How results are printed. */
public final class OutputOptions {

    /** Form of the result on standard output. */
    public enum Format {
        TEXT,
        JSON
    }

    /** Languages that results are written in. */
    public enum Language {
        EN,
        ZH
    }

    @Option(
            names = "--output",
            paramLabel = "text|json",
            order = 200,
            defaultValue = "text",
            description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(
            names = "--lang",
            paramLabel = "en|zh",
            order = 201,
            defaultValue = "en",
            description = "Language of the result (default: ${DEFAULT-VALUE}).")
    private Language language;

    @Option(names = "--verbose", order = 202, description = "Log at INFO to standard error, and show stack traces.")
    void setVerbose(boolean verbose) {
        if (verbose) {
            Configurator.setRootLevel(Level.INFO);
            System.setProperty(FailureHandler.VERBOSE, "true");
        }
    }

    /** Whether the result is one JSON document. */
    public boolean json() {
        return format == Format.JSON;
    }

    /** Locale of messages. */
    public Locale locale() {
        return language == Language.ZH ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }
}
