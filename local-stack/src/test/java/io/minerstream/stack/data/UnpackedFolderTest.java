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
import java.util.function.Predicate;
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

    @Test
    void shouldUnpackWhereItCanBeWritten() throws IOException {
        Path file = Files.createFile(cache.resolve("file"));

        Path unpacked = unpackInFirst(folder -> true, file.resolve("below"), cache.resolve("other"));

        assertThat(unpacked).isEqualTo(cache.resolve("other/target"));
        assertThat(unpacked.resolve("file")).hasContent("content");
    }

    @Test
    void shouldUnpackWhereItCanBeUsed() throws IOException {
        Path closed = cache.resolve("closed");

        assertThat(unpackInFirst(folder -> !folder.startsWith(closed), closed, cache.resolve("open")))
                .isEqualTo(cache.resolve("open/target"));
    }

    @Test
    void shouldSayWhyTheLastPlaceCannotBeUsed() {
        Path first = cache.resolve("first");
        Path last = cache.resolve("last");

        assertThatThrownBy(() -> unpackInFirst(folder -> false, first, last))
                .hasMessageStartingWith("folder " + last + "/target: must allow programs to run, does not");
    }

    private Path unpackInFirst(Predicate<Path> usable, Path... places) throws IOException {
        return UnpackedFolder.inFirst(
                List.of(places), "target", usable, fresh -> Files.writeString(fresh.resolve("file"), "content"));
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
