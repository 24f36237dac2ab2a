package io.minerstream.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Main class of a JVM that owns a stack, for tests that kill the owner. Arguments: data directory, {@code temporary} or
 * {@code persistent}, and cache directory. Says {@code READY} when the stack runs, {@code FAILED} and the message when it does
 * not start, and closes it in a shutdown hook.
 */
final class StackOwner {

    private StackOwner() {}

    public static void main(String[] args) throws Exception {
        StackConfig config = new StackConfig(
                        Path.of(args[0]),
                        args[1].equals("temporary"),
                        java.util.EnumSet.allOf(Component.class),
                        Map.of(),
                        Map.of(),
                        Path.of(args[2]),
                        StackConfig.DEFAULT_START_TIMEOUT);
        LocalStack stack = LocalStack.create(config, new StackListener() {
            @Override
            public void started(Component component, Duration took) {
                System.out.println("STARTED " + component + " in " + took.toMillis() + " ms");
            }

            @Override
            public void stopped(Component component) {
                System.out.println("STOPPED " + component + " at " + System.nanoTime() / 1_000_000);
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            long t = System.nanoTime();
            System.out.println("CLOSING at " + t / 1_000_000);
            stack.close();
            System.out.println("CLOSED in " + (System.nanoTime() - t) / 1_000_000 + " ms");
        }));
        long t = System.nanoTime();
        try {
            stack.start();
        } catch (StackStartException e) {
            System.out.println("FAILED " + e.getMessage());
            e.printStackTrace();
            System.exit(3);
        }
        System.out.println("READY in " + (System.nanoTime() - t) / 1_000_000 + " ms " + stack.processIds());
        System.out.println(stack.endpoints());
        Optional<UnexpectedExit> exit = stack.awaitExit();
        exit.ifPresent(e -> System.out.println("EXITED " + e.message()));
    }
}
