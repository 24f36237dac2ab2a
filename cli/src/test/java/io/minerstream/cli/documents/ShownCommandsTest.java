package io.minerstream.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParseResult;

/** The commands that a reader sees first are commands that this build takes. */
class ShownCommandsTest {

    /** Up to a pipe, a redirection or a comment; without those that have variables of a shell. */
    private static final Pattern COMMAND =
            Pattern.compile("(?m)^(?:\\$ )?\\./minerstream ([^|#>$\\n]*?)(?: 2?>.*| +[|#].*)?$");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/demo.md", "docs/stack.md", "docs/strategies.md"})
    void shouldBeTakenByTheCommandLine(String page) throws IOException {
        String text = Files.readString(Path.of("..", page)).replaceAll(" \\\\\\n\\s*", " ");
        List<String> commands =
                COMMAND.matcher(text).results().map(command -> command.group(1)).toList();

        assertThat(commands).isNotEmpty().allSatisfy(command -> assertThat(errors(command.split(" ")))
                .isEmpty());
    }

    private static List<String> errors(String... arguments) {
        List<String> errors = new ArrayList<>();
        for (ParseResult level = Main.commandLine(arguments).parseArgs(arguments);
                level != null;
                level = level.subcommand()) {
            level.errors().forEach(error -> errors.add(error.getMessage()));
        }
        return errors;
    }
}
