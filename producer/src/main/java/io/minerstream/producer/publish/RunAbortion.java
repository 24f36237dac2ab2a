package io.minerstream.producer.publish;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.FencedWriter;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.producer.preflight.RunContext;
import io.minerstream.producer.record.RunRecords;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Aborts unfinished runs. */
final class RunAbortion {

    /** A single record is written. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final RunContext context;

    RunAbortion(RunContext context) {
        this.context = context;
    }

    /**
     * See {@link TelemetryPublisher#abort}.
     *
     * @throws PublishException when Kafka or the registry failed
     */
    int abort(RunId id) {
        try (Cluster cluster = context.clients().connect()) {
            int aborted = 0;
            for (SimulationRun run : unfinished(cluster, id)) {
                aborted += abort(run, cluster, id);
            }
            return aborted;
        }
    }

    private List<SimulationRun> unfinished(Cluster cluster, RunId id) {
        return context.history(cluster).of(id).stream()
                .filter(run -> run.getState() == RunState.STARTED)
                .toList();
    }

    private int abort(SimulationRun run, Cluster cluster, RunId id) {
        return context.fenced(run.getSiteId(), new Shard(run.getShard(), run.getShards()))
                .write(
                        TIMEOUT,
                        writer -> FencedWriter.Job.of(
                                "run %s was not aborted".formatted(run.getRunId()),
                                "that run %s is aborted; abort it again".formatted(run.getRunId()),
                                () -> abort(run.getShard(), unfinished(cluster, id), writer)));
    }

    /** @param unfinished read again: until it was fenced, its generator may have committed more, or all */
    private int abort(int shard, List<SimulationRun> unfinished, TransactionalWriter writer) {
        Optional<SimulationRun> last =
                unfinished.stream().filter(run -> run.getShard() == shard).findFirst();
        if (last.isEmpty()) {
            return 0;
        }
        SimulationRun aborted = SimulationRun.newBuilder(last.get())
                .setState(RunState.ABORTED)
                .setUpdatedAt(context.clock().instant())
                .build();
        writer.begin();
        writer.send(new ProducerRecord<>(context.topics().runs(), RunRecords.manifestKey(aborted), aborted));
        writer.commit();
        return 1;
    }
}
