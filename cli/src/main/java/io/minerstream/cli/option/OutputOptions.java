package io.minerstream.cli.option;

import io.minerstream.cli.report.Json;
import io.minerstream.cli.report.Messages;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How results are printed. */
public final class OutputOptions {

    /** Form of the result on standard output. */
    public enum Format {
        TEXT,
        JSON
    }

    /** Languages that results are written in. */
    public enum Language {
        EN(Locale.ENGLISH),
        ZH(Locale.SIMPLIFIED_CHINESE);

        private final Locale locale;

        Language(Locale locale) {
            this.locale = locale;
        }

        /** Texts in this language. */
        public Messages messages() {
            return new Messages(locale);
        }
    }

    private static final String VERBOSE = "minerstream.verbose";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--output", paramLabel = "text|json", order = HelpGroups.OUTPUT, defaultValue = "text")
    private Format format;

    @Option(names = "--lang", paramLabel = "en|zh", order = HelpGroups.OUTPUT, defaultValue = "en")
    private Language language;

    private boolean printed;

    @Option(names = "--verbose", order = HelpGroups.OUTPUT)
    void setVerbose(boolean verbose) {
        if (verbose) {
            Logger.getLogger("").setLevel(Level.INFO);
            System.setProperty(VERBOSE, "true");
        }
    }

    /** Whether a command asked for stack traces; then also those that run in the same JVM after it. */
    public static boolean isVerbose() {
        return Boolean.getBoolean(VERBOSE);
    }

    /** Whether a command has printed its result. */
    public static boolean hasPrinted(CommandLine command) {
        return command.getCommandSpec().mixins().values().stream()
                .anyMatch(mixin -> mixin.userObject() instanceof OutputOptions options && options.printed);
    }

    /** Whether results are JSON. */
    public boolean isJson() {
        return format == Format.JSON;
    }

    /** Texts of results in the language that the user chose. */
    public Messages messages() {
        return language.messages();
    }

    /**
     * Prints a result on standard output.
     *
     * @param document what JSON is made of, see {@link Json}
     * @param text what people read, made only when asked for
     */
    public void print(Object document, Function<Messages, List<String>> text) {
        printed = true;
        PrintWriter out = command.commandLine().getOut();
        if (isJson()) {
            out.println(Json.pretty(document));
        } else {
            text.apply(messages()).forEach(out::println);
        }
        out.flush();
    }

    /** Prints a part of a result as soon as it is known, for people only: JSON has it in the result. */
    public void show(Function<Messages, List<String>> text) {
        if (!isJson()) {
            print(null, text);
        }
    }

    /** Prints a file as it is, whatever form was asked for. */
    public void printFile(String text) {
        printed = true;
        PrintWriter out = command.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    /**
     * Prints one result of several, on a line of its own.
     *
     * @param document what JSON is made of, see {@link Json}
     * @param text what people read, made only when asked for
     */
    public void printLine(Object document, Function<Messages, String> text) {
        printed = true;
        PrintWriter out = command.commandLine().getOut();
        out.println(isJson() ? Json.line(document) : text.apply(messages()));
        out.flush();
    }
}
