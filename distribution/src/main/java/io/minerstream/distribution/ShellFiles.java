package io.minerstream.distribution;

import io.minerstream.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes completion scripts for bash, zsh and fish, and a man page of each command. */
public final class ShellFiles {

    private static final String COMMAND = "minerstream";

    private ShellFiles() {}

    /**
     * Writes {@code completions} and {@code man/man1}.
     *
     * @param arguments the folder to write to; created when missing
     */
    public static void main(String[] arguments) throws IOException {
        // Formatted numbers must be the same on every machine.
        Locale.setDefault(Locale.ROOT);
        Path folder = Path.of(arguments[0]);
        CommandLine command = Main.commandLine();
        writeCompletions(command, Files.createDirectories(folder.resolve("completions")));
        writeManPages(command, Files.createDirectories(folder.resolve("man/man1")));
    }

    private static void writeCompletions(CommandLine command, Path folder) throws IOException {
        String bash = AutoComplete.bash(COMMAND, command);
        write(folder.resolve(COMMAND + ".bash"), bash);
        write(folder.resolve("_" + COMMAND), zsh(bash));
        write(folder.resolve(COMMAND + ".fish"), FishCompletion.of(COMMAND, command.getCommandSpec()));
    }

    /** The script of bash as a function of zsh's {@code fpath}, whose body completes the first time, too. */
    private static String zsh(String bash) {
        return "#compdef " + COMMAND + "\n" + bash + "\n_bash_complete -o default -F _complete_" + COMMAND + "\n";
    }

    private static void writeManPages(CommandLine command, Path folder) throws IOException {
        Path sources = Files.createTempDirectory("man-pages");
        try (Asciidoctor asciidoctor = Asciidoctor.Factory.create()) {
            int code = ManPageGenerator.generateManPage(
                    sources.toFile(), null, new boolean[0], false, command.getCommandSpec());
            if (code != 0) {
                throw new IOException("man pages: picocli must write them, ended with code " + code);
            }
            Options options = Options.builder()
                    .backend("manpage")
                    .safe(SafeMode.UNSAFE)
                    .baseDir(sources.toFile())
                    .toDir(folder.toFile())
                    // Without a date.
                    .attributes(
                            Attributes.builder().attribute("reproducible", "").build())
                    .build();
            for (Path source : list(sources)) {
                asciidoctor.convertFile(source.toFile(), options);
            }
        } finally {
            for (Path source : list(sources)) {
                Files.delete(source);
            }
            Files.delete(sources);
        }
    }

    private static Iterable<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
