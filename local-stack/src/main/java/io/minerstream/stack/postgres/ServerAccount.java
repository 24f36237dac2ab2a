package io.minerstream.stack.postgres;

import io.minerstream.stack.data.DirectoryTree;
import io.minerstream.stack.host.CurrentUser;
import io.minerstream.stack.process.ServiceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The user under which the server runs. PostgreSQL refuses to run as root, and as a user without an entry in the user database.
 *
 * @param prefix of every command
 * @param owner uid of the server's files as the system sees it
 */
record ServerAccount(List<String> prefix, int owner) {

    private static final int NOBODY = 65_534;
    private static final int PROBE_LIMIT_S = 10;

    /**
     * Finds the account that can run the programs and enter the folder.
     *
     * @param folder of the server; need not be its own yet
     * @throws ServiceException when root, or a user without an entry, cannot be another user for PostgreSQL
     */
    static ServerAccount choose(PostgresBinaries binaries, Path folder)
            throws IOException, InterruptedException, ServiceException {
        int uid = CurrentUser.uid();
        if (uid != 0 && CurrentUser.isKnown()) {
            return new ServerAccount(List.of(), uid);
        }
        List<ServerAccount> others = new ArrayList<>();
        if (uid == 0) {
            others.add(new ServerAccount(
                    List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"), NOBODY));
        }
        // A user namespace: nobody for PostgreSQL, still the same user for the system, and so with access to its
        // folders.
        others.add(new ServerAccount(List.of("unshare", "--user", "--"), uid));
        List<String> failures = new ArrayList<>();
        for (ServerAccount account : others) {
            String failure = account.probe(binaries, folder);
            if (failure.isEmpty()) {
                return account;
            }
            failures.add(account.prefix().get(0) + ": " + failure);
        }
        String tried = " (" + String.join("; ", failures) + "); ";
        throw new ServiceException(
                uid == 0
                        ? "postgres: must not run as root, and cannot switch to another user" + tried
                                + "use a data directory and a cache that every user may enter (now " + folder + " and "
                                + binaries.directory() + "), install setpriv or unshare (util-linux), or run as an"
                                + " ordinary user"
                        : "postgres: user " + uid + " must be in the user database, is not, and cannot be another user"
                                + tried + "add a line to /etc/passwd, for example minerstream:x:" + uid
                                + ":0::/tmp:/sbin/nologin, allow user namespaces, or run PostgreSQL elsewhere");
    }

    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Changes the owner of all in {@code folder}, unless the folder has the right one. */
    void own(Path folder) throws IOException {
        if (!Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(owner)) {
            DirectoryTree.changeOwner(folder, owner);
        }
    }

    /** The reason of a failure; empty when it works. */
    private String probe(PostgresBinaries binaries, Path folder) throws IOException, InterruptedException {
        List<String> command = command(List.of(
                "/bin/sh",
                "-c",
                "cd \"$1\" && exec \"$2\" --version",
                "probe",
                folder.toString(),
                binaries.program("postgres").toString()));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return "is not installed";
        }
        process.getOutputStream().close();
        if (!process.waitFor(PROBE_LIMIT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "does not end within " + PROBE_LIMIT_S + " s";
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.exitValue() == 0 ? "" : "exit code " + process.exitValue() + ", " + output;
    }
}
