package io.minerstream.stack.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds the commands of child processes. */
public final class ChildCommand {

    /**
     * Ctrl-C and the end of a terminal signal every process of the foreground group. The children must survive: the parent stops
     * them in order. A session of its own shields them; without {@code setsid} (macOS) they inherit the ignored signals.
     */
    private static final String DETACH =
            """
            trap '' INT HUP
            if command -v setsid >/dev/null 2>&1; then exec setsid "$@"; fi
            exec "$@"
            """;

    /**
     * Runs a program, and sends it the signal of its first argument when standard input ends, because the parent is gone, or on
     * SIGTERM. Background jobs of a shell read from {@code /dev/null} by default, hence descriptor 3. The first {@code wait} returns
     * when the trap has run, even if the program has ended meanwhile; a later one has the program's exit code, or is 127 if an earlier
     * one had it. The watch is killed, because a subshell that has just been forked still has our trap, and would ignore a SIGTERM.
     */
    private static final String WATCHED =
            """
            signal=$1 program=; stop=
            shift
            trap 'stop=1; [ -z "$program" ] || kill -"$signal" "$program" 2>/dev/null' TERM
            exec 3<&0 </dev/null
            "$@" 3<&- &
            program=$!
            [ -z "$stop" ] || kill -"$signal" "$program"
            ( while read -r line; do :; done; kill -"$signal" "$program" 2>/dev/null ) <&3 3<&- &
            watch=$!
            exec 3<&-
            wait "$program"; code=$?
            while kill -0 "$program" 2>/dev/null; do wait "$program"; code=$?; done
            wait "$program" 2>/dev/null; last=$?
            [ "$last" = 127 ] || code=$last
            kill -KILL "$watch" 2>/dev/null
            wait "$watch" 2>/dev/null
            exit "$code"
            """;

    /** Environment variables that programs inherit. Others could change their behaviour: PGPORT, QUARKUS_*, _JAVA_OPTIONS. */
    private static final Set<String> INHERITED =
            Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "LD_LIBRARY_PATH");

    /**
     * The same language, zone and charset everywhere. Kafka's broker does not start in Turkish, and PostgreSQL does not know
     * every zone that Java knows. A system without this locale uses C, which is English as well.
     */
    private static final Map<String, String> FIXED = Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC");

    private ChildCommand() {}

    /** The program of this JVM. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A child that signals of the terminal do not reach; {@code java} children watch their parent themselves. */
    public static ProcessBuilder detached(List<String> command, Path workingDirectory) {
        List<String> whole = new ArrayList<>(List.of("/bin/sh", "-c", DETACH, "detach"));
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole).directory(workingDirectory.toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(FIXED);
        return builder;
    }

    /**
     * The same for a program that does not watch its parent: it gets {@code signal} when the parent is gone, or on SIGTERM.
     *
     * @param signal its name without SIG; INT must be one that the program handles although it starts with it ignored
     */
    public static ProcessBuilder watched(String signal, List<String> command, Path workingDirectory) {
        List<String> whole = new ArrayList<>(List.of("/bin/sh", "-c", WATCHED, "watch", signal));
        whole.addAll(command);
        return detached(whole, workingDirectory);
    }
}
