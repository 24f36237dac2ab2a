package io.minerstream.producer.publish;

import io.minerstream.producer.fleet.FleetTimeline;
import io.minerstream.producer.preflight.RunAdmission;
import io.minerstream.producer.publish.SendQueue.PartitionCursor;
import io.minerstream.producer.publish.SendQueue.Slice;
import io.minerstream.producer.record.MinerKeys;
import io.minerstream.producer.record.RunRecords;
import io.minerstream.producer.record.TimePointReadings;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Computes and sends the readings of a run. Unthrottled readings are sent in segments by several threads, of which one at a time has a
 * partition, so that its records keep their order. Readings at a rate are sent in the order of the fleet by the calling thread: segments
 * would reach each partition in bursts. Used by one thread.
 */
final class ReadingsSender implements AutoCloseable {

    /** Readings per thread; waking a thread takes longer than sending fewer. */
    private static final int LEAST_PER_THREAD = 256;

    /** Readings that are sent together: at their end, some threads wait for others. */
    private static final int MOST_READINGS = 1_000_000;

    /** Time points that are sent together: each takes some memory. */
    private static final int MOST_TIME_POINTS = 1_024;

    private final RunSpec spec;
    private final RunPlan plan;
    private final RunRecords records;
    private final MinerKeys keys;
    private final Consumer<ProducerRecord<byte[], SpecificRecord>> writer;
    private final Pacing pacing;
    private final LongConsumer afterBatch;
    private final FleetTimeline timeline;
    private final List<Worker> workers;
    private final HelperThreads helpers;

    /**
     * A sender of a run.
     *
     * @param writer takes the readings; called by several threads at a time
     * @param pacing paces the readings
     * @param threads most threads that send, the calling one included, at least 1; readings at a rate use one
     * @param afterBatch told after each batch how many readings of the run are handed over, those of earlier starts among them; what
     *     it throws ends the run. Called by the calling thread
     */
    ReadingsSender(
            RunAdmission admission,
            Consumer<ProducerRecord<byte[], SpecificRecord>> writer,
            Pacing pacing,
            int threads,
            LongConsumer afterBatch) {
        this.spec = admission.spec();
        this.plan = admission.plan();
        this.records = admission.records();
        this.keys = admission.keys();
        this.writer = writer;
        this.pacing = pacing;
        this.afterBatch = afterBatch;
        this.timeline = records.timeline();
        int most = pacing.isUnlimited() ? Math.max(1, Math.min(threads, keys.ownedPartitions())) : 1;
        this.workers = Stream.generate(Worker::new).limit(most).toList();
        this.helpers = new HelperThreads("minerstream-send", Math.max(1, most - 1));
    }

    /** Readings that were sent since this start. */
    long sent() {
        return workers.stream().mapToLong(worker -> worker.sent).sum();
    }

    /**
     * Sends readings.
     *
     * @param from position of the first in the run, see {@link RunPlan}
     * @param end position behind the last
     */
    void send(long from, long end) {
        long before = from - sent();
        Runnable progressCheck = () -> afterBatch.accept(before + sent());
        long position = from;
        while (position < end) {
            List<Slice> slices = new ArrayList<>();
            long first = position;
            do {
                int firstMiner = (int) (position % plan.miners());
                int endMiner = (int) Math.min(plan.miners(), firstMiner + end - position);
                slices.add(new Slice(readings((int) (position / plan.miners())), firstMiner, endMiner));
                position += endMiner - firstMiner;
            } while (position < end && position - first < MOST_READINGS && slices.size() < MOST_TIME_POINTS);
            if (pacing.isUnlimited()) {
                sendInSegments(slices, position - first, progressCheck);
            } else {
                slices.forEach(slice -> workers.get(0).sendAtRate(slice, progressCheck));
            }
        }
    }

    private TimePointReadings readings(int timePoint) {
        return records.readings(timePoint, timeline.at(spec.range().at(timePoint)));
    }

    private void sendInSegments(List<Slice> slices, long readings, Runnable progressCheck) {
        SendQueue queue = new SendQueue(keys, slices);
        int shares = readings < (long) LEAST_PER_THREAD * workers.size() ? 1 : workers.size();
        helpers.run(
                shares,
                share -> workers.get(share)
                        .sendInSegments(queue, share == 0 ? progressCheck : ReadingsSender::requireUninterrupted),
                progressCheck);
    }

    private static void requireUninterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptException("the run ended on another thread");
        }
    }

    @Override
    public void close() {
        helpers.close();
    }

    /** What one thread at a time sends; others may ask how much it was. */
    private final class Worker {

        private volatile long sent;
        private int batchLeft = spec.batchSize();

        void sendInSegments(SendQueue queue, Runnable progressCheck) {
            for (PartitionCursor cursor = queue.take(); cursor != null; cursor = queue.take()) {
                while (cursor.advance()) {
                    sendAtHand(cursor, progressCheck);
                }
                queue.giveBack(cursor);
            }
        }

        private void sendAtHand(PartitionCursor cursor, Runnable progressCheck) {
            TimePointReadings readings = cursor.readings();
            long before = sent;
            for (int i = 0; i < cursor.size(); i++) {
                writer.accept(readings.of(cursor.miner(i)));
                if (completesBatch()) {
                    sent = before + i + 1;
                    progressCheck.run();
                }
            }
            sent = before + cursor.size();
        }

        void sendAtRate(Slice slice, Runnable progressCheck) {
            long before = sent;
            for (int position = slice.firstMiner(); position < slice.endMiner(); position++) {
                long count = before + position - slice.firstMiner();
                boolean isCheckDue = pacing.awaitDue(count);
                writer.accept(slice.readings().of(keys.owned(position)));
                if (completesBatch() || isCheckDue) {
                    sent = count + 1;
                    progressCheck.run();
                }
            }
            sent = before + slice.endMiner() - slice.firstMiner();
        }

        private boolean completesBatch() {
            if (--batchLeft > 0) {
                return false;
            }
            batchLeft = spec.batchSize();
            return true;
        }
    }
}
