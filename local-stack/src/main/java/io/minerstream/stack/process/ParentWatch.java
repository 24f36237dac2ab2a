package io.minerstream.stack.process;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Main class of every child JVM: runs another main class and ends the JVM when the parent is gone.
 *
 * <p>The parent holds the write end of this process's standard input open for as long as it lives. Its end, even by
 * {@code kill -9}, closes the pipe, so end of file here means that nobody is left to stop this process. It then exits in
 * the orderly way (shutdown hooks run), and halts after {@value #HALT_AFTER_MS} ms if that hangs.
 *
 * <p>Depends on nothing but {@code java.base}: it also runs in front of programs that are not ours, on their class path.
 */
public final class ParentWatch {

    /** Exit code of a child that ended because its parent was gone. */
    public static final int PARENT_GONE = 75;

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

    private static void exitAtEndOf(InputStream pipe) {
        try {
            while (pipe.read() >= 0) {
                // The parent never writes; what is typed into a terminal in a run by hand is of no interest.
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
            // Nobody interrupts this thread; should it happen, there is no reason left to wait.
            System.err.println("interrupted while the shutdown hooks ran; halting");
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
