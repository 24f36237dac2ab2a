package io.minerstream.stack.process;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Main class of every child JVM: runs another main class and ends the JVM when the parent is gone.
 *
 * <p>The parent keeps the write end of this process's standard input open. When it ends, even by {@code kill -9}, this process
 * reads end of file, exits (shutdown hooks run), and halts if that takes longer than {@value #HALT_AFTER_MS} ms.
 *
 * <p>Depends on {@code java.base} only: it also runs on the class path of third-party programs.
 */
public final class ParentWatch {

    /** Exit code of a child that ended because its parent was gone. */
    public static final int PARENT_GONE = 75;

    /** Byte from a parent whose child may go on when it ends. */
    static final int GO_ON = 'g';

    private static final int HALT_AFTER_MS = 3000;

    private ParentWatch() {}

    /**
     * Starts the watch, then calls {@code main} of the class that the first argument names with the other arguments.
     *
     * @throws Throwable what that {@code main} throws
     */
    public static void main(String[] args) throws Throwable {
        if (args.length == 0) {
            throw new IllegalArgumentException("first argument: must name the main class to run, got none");
        }
        Thread watch = new Thread(() -> exitAtEndOf(System.in), "parent-watch");
        watch.setDaemon(true);
        watch.start();
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** The jar or folder that holds this class, for third-party programs. */
    public static String classPath() {
        try {
            return Path.of(ParentWatch.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("our own jar has no file name: " + e.getInput(), e);
        }
    }

    private static void exitAtEndOf(InputStream pipe) {
        try {
            // Input from a terminal is ignored.
            for (int read = pipe.read(); read >= 0; read = pipe.read()) {
                if (read == GO_ON) {
                    return;
                }
            }
        } catch (IOException e) {
            System.err.println("the pipe from the parent process broke: " + e.getMessage());
        }
        System.err.println("the parent process is gone; ending");
        Thread halt = new Thread(ParentWatch::haltAfterGrace, "halt-after-grace");
        halt.setDaemon(true);
        halt.start();
        System.exit(PARENT_GONE);
    }

    private static void haltAfterGrace() {
        try {
            Thread.sleep(HALT_AFTER_MS);
        } catch (InterruptedException e) {
            // This thread is never interrupted; if it is, there is no reason to wait.
            System.err.println("interrupted while the shutdown hooks ran; halting");
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
