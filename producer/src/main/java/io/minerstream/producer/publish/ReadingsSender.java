package io.minerstream.producer.publish;

import io.minerstream.producer.fleet.FleetTimeline;
import io.minerstream.producer.kafka.Delivery;
import io.minerstream.producer.kafka.RecordWriter;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import java.util.function.LongConsumer;

/** Computes and sends the readings of a run, at their rate or as fast as they go. Used by one thread. */
final class ReadingsSender {

    private final RunSpec spec;
    private final RunPlan plan;
    private final RunRecords records;
    private final RecordWriter writer;
    private final Delivery delivery;
    private final Pacing pacing;
    private final SendOrder order;
    private final LongConsumer afterBatch;
    private final FleetTimeline timeline;

    private long sent;
    private TimePointReadings readings;
    private int readingsTimePoint = -1;

    /**
     * A sender of a run.
     *
     * @param delivery told what became of the readings
     * @param pacing when each is due
     * @param order in which those of a time point go
     * @param afterBatch told after each batch how many readings of the run are handed over, those of earlier starts among them; what
     *     it throws ends the run
     */
    ReadingsSender(
            RunSpec spec,
            RunAdmission admission,
            RecordWriter writer,
            Delivery delivery,
            Pacing pacing,
            SendOrder order,
            LongConsumer afterBatch) {
        this.spec = spec;
        this.plan = admission.plan();
        this.records = admission.records();
        this.writer = writer;
        this.delivery = delivery;
        this.pacing = pacing;
        this.order = order;
        this.afterBatch = afterBatch;
        this.timeline = records.timeline();
    }

    /** Readings that were sent since this start. */
    long sent() {
        return sent;
    }

    /**
     * Sends readings of a time point.
     *
     * @param firstMiner position of the first miner among those of the shard
     * @param endMiner exclusive
     */
    void send(int timePoint, int firstMiner, int endMiner) {
        TimePointReadings all = readings(timePoint);
        long position = (long) timePoint * plan.miners();
        int miner = firstMiner;
        while (miner < endMiner) {
            int block = order.begin(miner, endMiner);
            for (int i = 0; i < block; i++) {
                boolean look = pacing.awaitDue(sent);
                writer.send(all.of(order.miner(i)), delivery);
                if (++sent % spec.batchSize() == 0 || look) {
                    afterBatch.accept(position + miner + i + 1);
                }
            }
            miner += block;
        }
    }

    /** The readings of a time point, prepared once even where several units share it. */
    private TimePointReadings readings(int timePoint) {
        if (timePoint != readingsTimePoint) {
            readings = records.readings(timePoint, timeline.at(spec.range().at(timePoint)));
            readingsTimePoint = timePoint;
        }
        return readings;
    }
}
