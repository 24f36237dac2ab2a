package io.minerstream.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts that fail, or are given up. */
@Timeout(120)
class StackFailureIT {

    @TempDir
    private Path folder;

    @Test
    void shouldSayHowBrokenRegistryEndedAndKeepItsLog() throws Exception {
        Path parts = folder.resolve("broken parts");
        Files.createDirectories(parts.resolve("registry/lib"));
        Files.writeString(parts.resolve("registry/broken-runner.jar"), "not a jar");
        StackConfig config =
                StackConfig.temporary(folder).without(Set.of(Component.BROKER, Component.CONNECT, Component.POSTGRES));
        Path log = config.dataDirectory().resolve("logs/registry.log");

        String goodParts = System.setProperty(StackParts.PROPERTY, parts.toString());
        try {
            assertThatThrownBy(() -> LocalStack.start(config, StackListener.NONE))
                    .isInstanceOf(StackStartException.class)
                    .hasMessageStartingWith(
                            "registry: must keep running, ended with exit code 1 before it answered; its log "
                                    + log
                                    + " ends with\n  Exception in thread \"main\" java.lang.ClassNotFoundException: "
                                    + "io.quarkus.runner.GeneratedMain\n  ");
        } finally {
            System.setProperty(StackParts.PROPERTY, goodParts);
        }
        assertThat(log).isNotEmptyFile();
        assertThat(config.dataDirectory()).isDirectoryNotContaining(path -> !path.endsWith("logs"));
    }

    @Test
    void shouldStopTheOthersWhenOneFails() throws Exception {
        StackConfig config = StackConfig.persistent(folder.resolve("data"));
        Path damaged = config.dataDirectory().resolve("broker/log/meta.properties");
        Files.createDirectories(damaged.getParent());
        Files.writeString(damaged, "version=1\ncluster.id=damaged\nnode.id=99\n");
        LocalStack stack = LocalStack.create(config, StackListener.NONE);

        assertThatThrownBy(stack::start)
                .isInstanceOf(StackStartException.class)
                .hasMessageStartingWith(
                        "broker: must keep running, ended with exit code 1 before it answered; its log ")
                .hasMessageContaining("99");

        assertThat(stack.processIds().values())
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
        assertThat(stack.awaitExit()).isEmpty();
    }

    @Test
    void shouldAnswerBeforeConnectAndStopWhenThatFails() throws Exception {
        Path parts =
                Files.createDirectories(folder.resolve("parts/connect-plugins")).getParent();
        StackConfig config = StackConfig.temporary(folder).without(Set.of(Component.REGISTRY, Component.POSTGRES));
        LocalStack stack = LocalStack.create(config, StackListener.NONE);

        String goodParts = System.setProperty(StackParts.PROPERTY, parts.toString());
        try {
            stack.begin();
            assertThat(stack.awaitAnswer(Component.BROKER).connectUrl()).isNull();
            assertThatThrownBy(stack::awaitStart)
                    .isInstanceOf(StackStartException.class)
                    .hasMessageStartingWith("connect: " + parts.resolve("connect-plugins") + " must hold exactly one ");
        } finally {
            System.setProperty(StackParts.PROPERTY, goodParts);
        }
        assertThat(stack.processIds().values())
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
        assertThat(config.dataDirectory()).isDirectoryNotContaining(path -> !path.endsWith("logs"));
    }

    @Test
    void shouldSayThatDataDirectoryIsAFile() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> LocalStack.start(StackConfig.persistent(file), StackListener.NONE))
                .isInstanceOf(StackStartException.class)
                .hasMessageStartingWith("data directory " + file + ": must be a directory that "
                        + System.getProperty("user.name") + " may write, is not (" + file + ": is in the way)");
    }

    @Test
    void shouldNotDeleteDirectoryThatWasThereBefore() throws Exception {
        StackConfig config = StackConfig.temporary(folder);
        Files.createDirectory(config.dataDirectory());

        assertThatThrownBy(() -> LocalStack.start(config, StackListener.NONE))
                .hasMessage("data directory " + config.dataDirectory() + ": must not exist, because it is temporary and"
                        + " will be deleted, but it does; choose another one");
        assertThat(config.dataDirectory()).exists();
    }

    @Test
    void shouldGiveUpStartWhenClosedMeanwhile() throws Exception {
        CountDownLatch starting = new CountDownLatch(3);
        StackConfig config = StackConfig.temporary(folder);
        LocalStack stack = LocalStack.create(config, new StackListener() {
            @Override
            public void starting(Component component) {
                starting.countDown();
                if (component == Component.REGISTRY) {
                    // Its next file operation finds the thread interrupted, as it may at any moment of a start.
                    while (!Thread.currentThread().isInterrupted()) {
                        LockSupport.park(this);
                    }
                }
            }
        });
        CompletableFuture<Optional<String>> start = CompletableFuture.supplyAsync(() -> {
            try {
                stack.start();
                return Optional.empty();
            } catch (StackStartException | InterruptedException e) {
                return Optional.of(e.getMessage());
            }
        });
        starting.await();

        stack.close();

        assertThat(start.get()).contains("the stack was closed while it was starting");
        assertThat(stack.processIds().values())
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
        assertThat(config.dataDirectory()).doesNotExist();
    }
}
