package io.minerstream.stack.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {

    @TempDir
    private Path folder;

    @Test
    void shouldAllowProgramsInAnOrdinaryFolderAndLeaveNothingThere() {
        assertThatCode(() -> Folders.requirePrograms(folder, "set TMPDIR")).doesNotThrowAnyException();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldSayThatFolderIsMissing() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> Folders.requirePrograms(missing, "set TMPDIR to another folder"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("folder " + missing + ": must be a directory that " + CurrentUser.name()
                        + " may write, is not (" + missing + "/probe")
                .hasMessageEndingWith(": does not exist); set TMPDIR to another folder");
    }

    @Test
    void shouldRecognizeAFullDiskBelowOtherFailures() {
        IOException full =
                new IOException("cannot write", new FileSystemException("/data/x", null, "No space left on device"));

        assertThat(Folders.isFull(full)).isTrue();
        assertThat(Folders.isFull(new IOException("Permission denied"))).isFalse();
        assertThat(Folders.isFull(new IOException())).isFalse();
    }
}
