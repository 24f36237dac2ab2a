package io.minerstream.stack.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for processes that are not our children. */
public final class Exits {

    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private Exits() {}

    /**
     * Waits for the end of the process; kills it and its descendants after {@code grace}.
     *
     * @throws IOException when it cannot be killed, for example because it is another user's
     */
    public static void await(ProcessHandle process, Duration grace) throws IOException, InterruptedException {
        List<ProcessHandle> descendants = process.descendants().toList();
        if (endsWithin(process, grace)) {
            return;
        }
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        if (!endsWithin(process, KILL_LIMIT)) {
            throw new IOException("process " + process.pid() + " of an earlier run cannot be ended; end it by hand");
        }
    }

    private static boolean endsWithin(ProcessHandle process, Duration limit) throws InterruptedException, IOException {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException("cannot wait for process " + process.pid(), e.getCause());
        }
    }
}
