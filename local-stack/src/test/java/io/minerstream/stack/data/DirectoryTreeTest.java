package io.minerstream.stack.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTreeTest {

    @TempDir
    private Path folder;

    @Test
    void shouldDeleteLinksButNotWhatTheyPointTo() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("file"), "kept");
        Path tree = Files.createDirectories(folder.resolve("tree/below"));
        Files.createSymbolicLink(tree.resolve("link"), outside);

        DirectoryTree.delete(folder.resolve("tree"));

        assertThat(folder.resolve("tree")).doesNotExist();
        assertThat(outside.resolve("file")).exists();
    }

    @Test
    void shouldKeepWhatIsToBeKeptAndTheFoldersAboveIt() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("tree/logs"));
        Files.writeString(logs.resolve("broker.log"), "why");
        Files.createDirectories(folder.resolve("tree/broker/log"));

        DirectoryTree.deleteExcept(folder.resolve("tree"), path -> path.startsWith(logs));

        assertThat(logs.resolve("broker.log")).exists();
        assertThat(folder.resolve("tree/broker")).doesNotExist();
    }

    @Test
    void shouldNotMindMissingFolder() throws IOException {
        DirectoryTree.delete(folder.resolve("missing"));

        assertThat(folder).isEmptyDirectory();
    }
}
