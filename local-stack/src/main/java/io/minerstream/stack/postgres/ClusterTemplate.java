package io.minerstream.stack.postgres;

import io.minerstream.stack.data.DirectoryTree;
import io.minerstream.stack.data.DirectoryTree.Content;
import io.minerstream.stack.data.UnpackedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A new cluster in the cache, of which each new data directory gets a copy: initdb takes a second of processor time. Copies have
 * the password of the first one. The name is
 * {@code postgresql-data-SETTINGS-FILES-BYTES}. It appears atomically, so several processes may make it at the same time.
 */
final class ClusterTemplate {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterTemplate.class);

    private final Path cache;
    private final String prefix;

    /** The template of these programs, for this owner. */
    ClusterTemplate(Path cache, PostgresBinaries binaries, ServerAccount account) {
        this.cache = cache;
        CRC32 sum = new CRC32();
        Path any = Path.of("any");
        sum.update((ServerCommand.initdb(binaries, any, any, true) + ServerCommand.NAME_DATABASE + account.owner())
                .getBytes(StandardCharsets.UTF_8));
        this.prefix = "postgresql-data-" + Long.toHexString(sum.getValue()) + "-";
    }

    /**
     * Copies the template.
     *
     * @param target must not exist; does not afterwards unless it is whole
     * @return false when there is no template, or it cannot be copied
     * @throws IOException when a part of a copy cannot be deleted
     */
    boolean copy(Path target) throws IOException {
        try {
            Optional<Path> template = find();
            if (template.isEmpty()) {
                return false;
            }
            if (template.get().endsWith(name(DirectoryTree.copy(template.get(), target)))) {
                return true;
            }
            // Something has cleared the cache in part.
            delete();
        } catch (IOException e) {
            LOG.info("no copy of a new cluster from {}: {}", cache, e.toString());
        }
        DirectoryTree.delete(target);
        return false;
    }

    /** Makes a cluster, which stays where it is, the template of later ones. A failure is only logged. */
    void make(Path cluster) {
        try {
            Path fresh = UnpackedFolder.unfinished(cache);
            try {
                Path whole = fresh.resolve("data");
                Path template = cache.resolve(name(DirectoryTree.copy(cluster, whole)));
                Files.move(whole, template, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                DirectoryTree.delete(fresh);
            }
        } catch (IOException e) {
            // For example because another process was faster.
            LOG.info("no new cluster in {}: {}", cache, e.toString());
        }
    }

    /** Deletes it; the next new data directory makes another one. */
    void delete() throws IOException {
        Optional<Path> template = find();
        if (template.isPresent()) {
            DirectoryTree.delete(template.get());
        }
    }

    private Optional<Path> find() throws IOException {
        try (var matches = Files.newDirectoryStream(cache, prefix + "*")) {
            for (Path match : matches) {
                return Optional.of(match);
            }
            return Optional.empty();
        }
    }

    private String name(Content content) {
        return prefix + content.files() + "-" + content.bytes();
    }
}
