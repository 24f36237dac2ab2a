package io.minerstream.cli.option;

import io.minerstream.validator.file.InvalidRulesException;
import io.minerstream.validator.file.RulesFile;
import io.minerstream.validator.policy.Policies;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What a validator judges by. */
public final class RulesOption {

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            order = HelpGroups.VALIDATOR,
            defaultValue = "${env:MINERSTREAM_RULES}")
    private Path file;

    /**
     * The rules of the file, or those that are built in.
     *
     * @throws InvalidRulesException naming everything that is wrong with the file
     */
    public Policies policies() {
        return file == null ? Policies.DEFAULT : RulesFile.read(file);
    }
}
