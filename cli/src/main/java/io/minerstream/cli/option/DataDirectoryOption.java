package io.minerstream.cli.option;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where an embedded stack keeps its data. */
public final class DataDirectoryOption {

    @Option(names = "--data-dir", paramLabel = "DIR", order = HelpGroups.STACK)
    private Path directory;

    /** Null for none. */
    public Path given() {
        return directory;
    }
}
