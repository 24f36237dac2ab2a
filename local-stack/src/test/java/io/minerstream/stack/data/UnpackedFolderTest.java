package io.minerstream.stack.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedFolderTest {

    @TempDir
    private Path cache;

    @Test
    void shouldUnpackOnce() throws IOException {
        Path target = unpack();

        UnpackedFolder.of(target, fresh -> {
            throw new IOException("again");
        });

        assertThat(target.resolve("file")).hasContent("content");
        assertThat(cached()).containsExactly(target);
    }

    @Test
    void shouldLeaveNothingWhenUnpackingFails() {
        assertThatThrownBy(() -> UnpackedFolder.of(cache.resolve("target"), fresh -> {
                    Files.createFile(fresh.resolve("half"));
                    throw new IOException("damaged");
                }))
                .hasMessage("damaged");

        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void shouldDeleteWhatAKilledProcessLeftAndNotWhatAnotherOneMakes() throws IOException {
        Path left = leave(Duration.ofMinutes(61));
        Path beingMade = leave(Duration.ofMinutes(59));

        Path target = unpack();

        assertThat(left).doesNotExist();
        assertThat(cached()).containsExactlyInAnyOrder(target, beingMade);
        assertThat(beingMade.resolve("half")).exists();
    }

    private Path leave(Duration age) throws IOException {
        Path unfinished = UnpackedFolder.unfinished(cache);
        Files.createFile(unfinished.resolve("half"));
        return Files.setLastModifiedTime(unfinished, FileTime.from(Instant.now().minus(age)));
    }

    private Path unpack() throws IOException {
        return UnpackedFolder.of(cache.resolve("target"), fresh -> Files.writeString(fresh.resolve("file"), "content"));
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }
}
