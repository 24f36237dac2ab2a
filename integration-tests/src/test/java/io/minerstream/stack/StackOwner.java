package io.minerstream.stack;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Main class of a JVM that owns a stack, for tests that kill the owner or run it as another user. Arguments: data directory,
 * {@code temporary} or {@code persistent}. Prints {@code READY} and the children's process ids when the stack runs, {@code
 * FAILED} and the message when it does not start, and closes it in a shutdown hook, which prints {@code CLOSED}.
 */
final class StackOwner {

    static final String READY = "READY ";
    static final String FAILED = "FAILED ";
    static final String CLOSED = "CLOSED";

    private StackOwner() {}

    public static void main(String[] args) throws Exception {
        StackConfig persistent = StackConfig.persistent(Path.of(args[0]));
        StackConfig config =
                new StackConfig(persistent.dataDirectory(), args[1].equals("temporary"), persistent.components());
        LocalStack stack = LocalStack.create(config, StackListener.NONE);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stack.close();
                            System.out.println(CLOSED);
                        },
                        "close-stack"));
        try {
            stack.start();
        } catch (StackStartException e) {
            System.out.println(FAILED + e.getMessage());
            System.exit(3);
        }
        System.out.println(READY
                + stack.processIds().values().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        stack.awaitExit().ifPresent(exit -> System.out.println("EXITED " + exit));
        System.out.println("awaited " + Arrays.toString(args));
    }
}
