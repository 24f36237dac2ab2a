package io.minerstream.producer.publish;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.producer.run.Shard;
import io.minerstream.schemas.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Gives up unfinished runs for good. */
final class RunAbortion {

    /** A single record is written. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final PublisherContext context;

    RunAbortion(PublisherContext context) {
        this.context = context;
    }

    /**
     * See {@link TelemetryPublisher#abort}.
     *
     * @throws PublishException when Kafka or the registry failed
     */
    int abort(RunId id) {
        try (ManifestReader manifests = context.connect()) {
            int aborted = 0;
            for (SimulationRun run : unfinished(manifests, id)) {
                aborted += abort(run, manifests, id);
            }
            return aborted;
        }
    }

    private static List<SimulationRun> unfinished(ManifestReader manifests, RunId id) {
        return manifests.history().of(id).stream()
                .filter(run -> run.getState() == RunState.STARTED)
                .toList();
    }

    private int abort(SimulationRun run, ManifestReader manifests, RunId id) {
        Shard shard = new Shard(run.getShard(), run.getShards());
        try (TransactionalWriter writer = context.writer(context.transactionalId(run.getSiteId(), shard), TIMEOUT)) {
            writer.fenceOthers();
            // Again: until it was fenced, its generator may have committed more, or all.
            Optional<SimulationRun> last = unfinished(manifests, id).stream()
                    .filter(other -> other.getShard() == run.getShard())
                    .findFirst();
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
        } catch (KafkaException e) {
            throw context.failures(run.getSiteId(), shard)
                    .toException(e, false, "run %s was not aborted".formatted(run.getRunId()));
        }
    }
}
