package io.minerstream.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** The chart library of reports, from its jar on the class path. */
final class ChartLibrary {

    private static final String ROOT = "/META-INF/resources/webjars/uplot/";

    private ChartLibrary() {}

    /** Its version. */
    static String version() {
        Properties properties = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    static String script() {
        return text(ROOT + version() + "/dist/uPlot.iife.min.js");
    }

    static String style() {
        return text(ROOT + version() + "/dist/uPlot.min.css");
    }

    /** Its licence, which each copy of it must carry. */
    static String licence() {
        return text(ROOT + version() + "/LICENSE");
    }

    /** A file of the class path, in UTF-8. */
    static String text(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(ChartLibrary.class.getResourceAsStream(name), name);
    }
}
