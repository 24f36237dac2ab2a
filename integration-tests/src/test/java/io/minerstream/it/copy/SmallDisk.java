package io.minerstream.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of 4 MiB for a tablespace, which can be full. */
public final class SmallDisk {

    private final Path root;
    private final Path filler;

    private SmallDisk(Path root) {
        this.root = root;
        this.filler = root.resolve("filler");
    }

    /**
     * Mounts one. Skips the test where that is not permitted.
     *
     * @param folder of the test's own
     * @param data the server's data directory; its owner may write to the disk
     */
    public static SmallDisk mount(Path folder, Path data) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path root = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", root.toString()),
                "a small file system needs the right to mount one (root)");
        SmallDisk disk = new SmallDisk(root);
        Files.setOwner(Files.createDirectory(disk.space()), Files.getOwner(data));
        return disk;
    }

    private Path space() {
        return root.resolve("space");
    }

    /** As SQL. */
    public String createTablespace(String name) {
        return "CREATE TABLESPACE " + name + " LOCATION '" + space() + "'";
    }

    /** Leaves no room. */
    public void fill() throws IOException {
        IOException full = null;
        try (OutputStream out = Files.newOutputStream(filler)) {
            out.write(new byte[8 << 20]);
        } catch (IOException e) {
            full = e;
        }
        assertThat(full).hasMessageContaining("No space left");
    }

    /** Gives the room back. */
    public void free() throws IOException {
        Files.delete(filler);
    }

    /** Unmounts it; what a test that failed has left there goes with it. */
    public void unmount() throws IOException, InterruptedException {
        assertThat(run("umount", "--lazy", root.toString())).isTrue();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
