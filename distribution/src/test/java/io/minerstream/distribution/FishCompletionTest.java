package io.minerstream.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.cli.Main;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class FishCompletionTest {

    private enum Form {
        TEXT,
        JSON
    }

    @Command(name = "tool", subcommands = Tool.Fleet.class)
    private static final class Tool {

        @Option(
                names = {"-V", "--verbose"},
                description = "Say more. Always.")
        private boolean verbose;

        @Option(names = "--secret", hidden = true)
        private boolean secret;

        @Command(name = "fleet", header = "Fleets.")
        private static final class Fleet {

            @Command(name = "load", header = "Load the site's fleet.")
            void load(
                    @Option(names = "--file", description = "A file") Path file,
                    @Option(names = "--output", description = "text or json%nor both") Form output,
                    @Option(names = "--share", description = "in %%") double share) {}
        }
    }

    @Test
    void shouldHaveCommandsOptionsAndValues() {
        assertThat(FishCompletion.of("tool", new CommandLine(new Tool()).getCommandSpec()))
                .isEqualTo(
                        """
                        # fish completion of tool
                        complete -c tool -f
                        complete -c tool -n 'not __fish_seen_subcommand_from fleet' -a fleet -d 'Fleets'
                        complete -c tool -n 'not __fish_seen_subcommand_from fleet' -s V -l verbose -d 'Say more'
                        complete -c tool -n '__fish_seen_subcommand_from fleet; and not __fish_seen_subcommand_from load' -a load -d 'Load the site\\'s fleet'
                        complete -c tool -n '__fish_seen_subcommand_from fleet; and __fish_seen_subcommand_from load' -l file -r -F -d 'A file'
                        complete -c tool -n '__fish_seen_subcommand_from fleet; and __fish_seen_subcommand_from load' -l output -x -a 'TEXT JSON' -d 'text or json'
                        complete -c tool -n '__fish_seen_subcommand_from fleet; and __fish_seen_subcommand_from load' -l share -x -d 'in %'
                        """);
    }

    @Test
    void shouldDescribeEachCommandAndOption() {
        assertThat(FishCompletion.of("minerstream", Main.commandLine().getCommandSpec()))
                .contains(
                        "complete -c minerstream -n '__fish_seen_subcommand_from fleet; and __fish_seen_subcommand_from init' -l miners -x ")
                .doesNotContain(" -d ''");
    }
}
