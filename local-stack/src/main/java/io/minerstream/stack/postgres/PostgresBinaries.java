package io.minerstream.stack.postgres;

import io.minerstream.stack.data.UnpackedFolder;
import io.minerstream.stack.host.Folders;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The PostgreSQL programs, unpacked once into a cache that all data directories share, or where that cannot be used into one of them.
 *
 * @param directory holds {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path directory) {

    /** One of the programs, for example {@code initdb}. */
    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    /**
     * Unpacks {@code archive} below the first of these folders where programs may be, once: the folder's name is derived from the
     * content of the archive. It appears atomically, so several processes may unpack at the same time.
     *
     * @throws IOException when the archive is damaged, or none of the folders can be used
     */
    static PostgresBinaries unpack(Path archive, List<Path> places) throws IOException {
        return new PostgresBinaries(UnpackedFolder.inFirst(
                places,
                "postgresql-" + identity(archive),
                folder -> Files.isExecutable(folder.resolve("bin/postgres")),
                fresh -> extract(archive, fresh)));
    }

    private static void extract(Path archive, Path folder) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("unpacking " + archive + " was interrupted");
                }
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException(archive + ": " + entry.getName() + ": must stay inside of the archive");
                }
                extract(tar, entry, path);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Folders.createReadable(path);
            return;
        }
        Folders.createReadable(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, path);
            Files.setPosixFilePermissions(path, permissions(entry.getMode()));
        } else {
            throw new IOException(entry.getName() + ": must be a file, a folder or a symbolic link");
        }
    }

    static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] fromHighestBit = PosixFilePermission.values();
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (int i = 0; i < fromHighestBit.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                set.add(fromHighestBit[i]);
            }
        }
        return set;
    }

    /** Identifies the version, at each start; a cryptographic digest would only cost time. */
    private static String identity(Path archive) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(archive));
        return Long.toHexString(Files.size(archive)) + "-" + Long.toHexString(crc.getValue());
    }
}
