package io.minerstream.validator.topology;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.state.StateFormat;
import org.apache.kafka.common.serialization.Serde;

/**
 * The verdict over one window in one partition, to be merged with those of the other partitions.
 *
 * @param partition partition that was judged
 * @param partitions partitions of the telemetry topic: the number of partial verdicts to merge
 * @param runSeenMs wall-clock time, in ms since the epoch, at which the run was first seen: tells which of two runs over the
 *     same window is the later one
 * @param verdict the verdict over the partition
 */
record PartialVerdict(int partition, int partitions, long runSeenMs, WindowVerdict verdict) {

    /**
     * Its numbers, then the verdict as the verdict's topic holds it: under that topic's subject, so that internal topics add none to
     * the registry.
     */
    static Serde<PartialVerdict> serde(Serde<WindowVerdict> verdicts, String verdictTopic) {
        return StateFormat.ofValues(
                "partial verdict",
                (partial, out) -> {
                    out.writeInt(partial.partition);
                    out.writeInt(partial.partitions);
                    out.writeLong(partial.runSeenMs);
                    out.write(verdicts.serializer().serialize(verdictTopic, partial.verdict));
                },
                in -> new PartialVerdict(
                        in.getInt(),
                        in.getInt(),
                        in.getLong(),
                        verdicts.deserializer().deserialize(verdictTopic, StateFormat.readBytes(in, in.remaining()))));
    }
}
