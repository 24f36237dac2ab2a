package io.minerstream.cli.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.minerstream.pipeline.PipelineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrategiesCommandTest {

    @TempDir
    private Path folder;

    @Test
    void shouldWriteTheWholeFileAndNothingElse() {
        Path file = folder.resolve("export.yaml");

        StrategiesCommand.write(file, "策略\n");

        assertThat(file).usingCharset(StandardCharsets.UTF_8).hasContent("策略\n");
        assertThat(folder).isDirectoryContaining(each -> each.equals(file)).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void shouldNotReplaceFile() throws IOException {
        Path file = Files.writeString(folder.resolve("export.yaml"), "mine");

        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> StrategiesCommand.write(file, "other"))
                .withMessageStartingWith("--file: must be a file that can be created, got " + file)
                .matches(failure -> failure.kind() == PipelineException.Kind.USAGE);
        assertThat(file).hasContent("mine");
    }

    @Test
    void shouldLeaveNoPartOfAFileOnAFullDisk() throws Exception {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", folder.toString()))
                .as("a small file system needs the right to mount one")
                .isTrue();
        try {
            Path file = folder.resolve("export.yaml");

            assertThatExceptionOfType(PipelineException.class)
                    .isThrownBy(() -> StrategiesCommand.write(file, "x".repeat(100_000)))
                    .withMessageStartingWith("--file: must take the whole result, got " + file)
                    .withMessageContaining("No space left on device")
                    .matches(failure -> failure.kind() == PipelineException.Kind.FAILED);
            assertThat(folder).isEmptyDirectory();
        } finally {
            assertThat(run("umount", folder.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
