package io.minerstream.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.pipeline.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {

    @TempDir
    private Path folder;

    @Test
    void shouldReplaceAFileAsAWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("report.html"), "old");

        ResultFile result = ResultFile.create("--report", file);

        assertThat(file).hasContent("old");
        result.write("新");
        assertThat(file).hasContent("新");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void shouldRefuseWhatCannotBeAFile() {
        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> ResultFile.create("--report", folder))
                .withMessage("--report: must be a file that can be created, got " + folder
                        + " (java.nio.file.FileSystemException: " + folder + ": no regular file)")
                .matches(failure -> failure.kind() == PipelineException.Kind.USAGE);
        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> ResultFile.create("--report", folder.resolve("absent/report.html")))
                .withMessageStartingWith("--report: must be a file that can be created, got " + folder);
    }
}
