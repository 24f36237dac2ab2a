package io.minerstream.producer.publish;

import io.minerstream.producer.fleet.FleetTimeline;
import io.minerstream.producer.kafka.Delivery;
import io.minerstream.producer.kafka.RecordWriter;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Computes and sends the readings of a run: as fast as they go, on several threads that each have partitions of their own, so
 * that records of a partition keep their order; or at their rate, on the calling thread. Used by one thread.
 */
final class ReadingsSender implements AutoCloseable {

    /** Readings for each thread; it takes longer to wake one than to send fewer. */
    private static final int LEAST_PER_THREAD = 256;

    private final RunSpec spec;
    private final RunPlan plan;
    private final RunRecords records;
    private final RecordWriter writer;
    private final Delivery delivery;
    private final Pacing pacing;
    private final LongConsumer afterBatch;
    private final FleetTimeline timeline;
    private final Lane alone;
    // Empty where there is one thread only.
    private final List<Lane> lanes;
    private final HelperThreads helpers;

    private TimePointReadings readings;
    private int readingsTimePoint = -1;

    /**
     * A sender of a run.
     *
     * @param delivery told what became of the readings
     * @param pacing when each is due
     * @param threads most threads that send, the calling one among them, at least 1; readings at a rate have one
     * @param afterBatch told after each batch how many readings of the run are handed over, those of earlier starts among them; what
     *     it throws ends the run. Called by the calling thread
     */
    ReadingsSender(
            RunSpec spec,
            RunAdmission admission,
            RecordWriter writer,
            Delivery delivery,
            Pacing pacing,
            int threads,
            LongConsumer afterBatch) {
        this.spec = spec;
        this.plan = admission.plan();
        this.records = admission.records();
        this.writer = writer;
        this.delivery = delivery;
        this.pacing = pacing;
        this.afterBatch = afterBatch;
        this.timeline = records.timeline();
        MinerKeys keys = admission.keys();
        this.alone =
                new Lane(pacing.isUnlimited() ? SendOrder.byPartition(keys, 1).get(0) : SendOrder.byFleet(keys));
        this.lanes = pacing.isUnlimited() && threads > 1
                ? SendOrder.byPartition(keys, threads).stream().map(Lane::new).toList()
                : List.of();
        this.helpers = new HelperThreads("minerstream-send", Math.max(1, lanes.size() - 1));
    }

    /** Readings that were sent since this start. */
    long sent() {
        return alone.sent + lanes.stream().mapToLong(lane -> lane.sent).sum();
    }

    /**
     * Sends readings of a time point.
     *
     * @param firstMiner position of the first miner among those of the shard
     * @param endMiner exclusive
     */
    void send(int timePoint, int firstMiner, int endMiner) {
        TimePointReadings all = readings(timePoint);
        long before = (long) timePoint * plan.miners() + firstMiner - sent();
        Runnable look = () -> afterBatch.accept(before + sent());
        if (lanes.isEmpty() || endMiner - firstMiner < (long) LEAST_PER_THREAD * lanes.size()) {
            alone.send(all, firstMiner, endMiner, look);
            return;
        }
        helpers.run(
                lanes.size(),
                lane -> lanes.get(lane)
                        .send(all, firstMiner, endMiner, lane == 0 ? look : ReadingsSender::requireGoingOn),
                look);
    }

    private static void requireGoingOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptException("the run has ended on another thread");
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

    @Override
    public void close() {
        helpers.close();
    }

    /** What one thread at a time sends; others may ask how much it was. */
    private final class Lane {

        private final SendOrder order;
        private volatile long sent;

        Lane(SendOrder order) {
            this.order = order;
        }

        void send(TimePointReadings all, int firstMiner, int endMiner, Runnable look) {
            long count = sent;
            order.begin(firstMiner, endMiner);
            while (order.advance()) {
                for (int i = 0; i < order.size(); i++) {
                    boolean looks = pacing.awaitDue(count);
                    writer.send(all.of(order.miner(i)), delivery);
                    if (++count % spec.batchSize() == 0 || looks) {
                        sent = count;
                        look.run();
                    }
                }
            }
            sent = count;
        }
    }
}
