package io.minerstream.connect.sink;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.rest.ConnectRequestException;
import io.minerstream.connect.rest.ConnectUnavailableException;
import io.minerstream.connect.rest.ConnectorStatus;
import io.minerstream.schemas.wait.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Changes the states of connectors that are deployed, all at once, and waits until they have them. Idempotent. Thread-safe.
 *
 * <p>All methods throw {@link ConnectUnavailableException} and {@link ConnectRequestException} like {@link ConnectClient}, and
 * {@link SinkDeploymentException} when the states are not reached in time.
 */
public final class SinkControl {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    /** Workers restart a part within this time, or were so fast that no other state of it was ever seen. */
    private static final Duration RESTART_BEGINS = Duration.ofSeconds(5);

    private final ConnectClient connect;
    private final Duration timeout;

    /** @param timeout longest wait for a state */
    public SinkControl(ConnectClient connect, Duration timeout) {
        this.connect = connect;
        this.timeout = timeout;
    }

    /**
     * Has the tasks wait. They keep their partitions and connections.
     *
     * @return the states; tasks that had failed still have
     */
    public List<ConnectorStatus> pause(List<String> names) {
        names.forEach(connect::pause);
        return await(names, "must be paused within ", (status, waited) -> status.isPaused());
    }

    /** Stops the tasks and waits until they have committed their offsets and are gone. */
    public List<ConnectorStatus> stop(List<String> names) {
        names.forEach(connect::stop);
        return await(names, "must have no running task within ", (status, waited) -> status.isStopped());
    }

    /** Has a stopped connector resume at the committed offsets. */
    void takeOffsetsOver(String name) {
        onceItsGroupHasEnded(() -> connect.takeOffsetsOver(name));
    }

    /** Has a stopped connector resume at other offsets, see {@link ConnectClient#setOffsets}. */
    public void setOffsets(String name, String topic, Map<Integer, Long> offsets) {
        onceItsGroupHasEnded(() -> connect.setOffsets(name, topic, offsets));
    }

    /** Connect refuses other offsets while the consumer group of the old tasks still ends. */
    private void onceItsGroupHasEnded(Runnable change) {
        Deadline deadline = Deadline.in(timeout);
        deadline.await(POLL_INTERVAL, () -> {
            try {
                change.run();
                return true;
            } catch (ConnectRequestException e) {
                if (deadline.isOver()) {
                    throw e;
                }
                return false;
            }
        });
    }

    /**
     * Has connectors that were paused or stopped go on.
     *
     * @return the states: each part runs or has failed
     */
    public List<ConnectorStatus> resume(List<String> names) {
        names.forEach(connect::resume);
        return await(names, "must run within ", (status, waited) -> status.isStarted());
    }

    /**
     * Restarts the connectors with all their tasks; those that were paused or stopped go on.
     *
     * @return the states: each part runs or has failed
     */
    public List<ConnectorStatus> restart(List<String> names) {
        Map<String, ConnectorStatus> before = new HashMap<>();
        for (String name : names) {
            Optional<ConnectorStatus> status = connect.status(name);
            status.filter(ConnectorStatus::isHeld).ifPresent(held -> connect.resume(name));
            if (!status.map(ConnectorStatus::isStopped).orElse(false)) {
                connect.restart(name);
            }
            status.ifPresent(present -> before.put(name, present));
        }
        return await(names, "must run again within ", (status, waited) -> {
            // Asked right after the request, workers still tell the old states.
            if (!status.equals(before.get(status.name())) || waited.compareTo(RESTART_BEGINS) > 0) {
                before.remove(status.name());
            }
            return !before.containsKey(status.name()) && status.isStarted();
        });
    }

    /**
     * Deletes a connector and waits until it is gone. Its rows and its committed offsets stay.
     *
     * @return false when there was none of that name
     */
    public boolean delete(String name) {
        boolean deleted = connect.delete(name);
        Deadline deadline = Deadline.in(timeout);
        if (!deadline.await(POLL_INTERVAL, () -> connect.status(name).isEmpty())) {
            throw late(name, "must be gone within ", connect.status(name));
        }
        return deleted;
    }

    private List<ConnectorStatus> await(
            List<String> names, String goal, BiPredicate<ConnectorStatus, Duration> reached) {
        Deadline deadline = Deadline.in(timeout);
        Map<String, ConnectorStatus> last = new HashMap<>();
        List<String> pending = new ArrayList<>(names);
        deadline.await(POLL_INTERVAL, () -> {
            pending.removeIf(name -> {
                Optional<ConnectorStatus> status = connect.status(name);
                status.ifPresent(present -> last.put(name, present));
                return status.filter(present -> reached.test(present, deadline.elapsed()))
                        .isPresent();
            });
            return pending.isEmpty();
        });
        if (!pending.isEmpty()) {
            String name = pending.get(0);
            throw late(name, goal, Optional.ofNullable(last.get(name)));
        }
        return names.stream().map(last::get).toList();
    }

    private SinkDeploymentException late(String name, String goal, Optional<ConnectorStatus> last) {
        return new SinkDeploymentException("connector " + name + " at " + connect.url() + ": " + goal
                + timeout.toSeconds() + " s, got "
                + last.map(ConnectorStatus::states).orElse("no status")
                + "; check the workers' logs");
    }
}
