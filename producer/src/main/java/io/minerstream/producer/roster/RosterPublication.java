package io.minerstream.producer.roster;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.FencedWriter;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.schemas.topic.RecordKey;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes the difference of one fleet, in transactions of bounded size. Used by one thread, once. */
final class RosterPublication implements FencedWriter.Job<RosterResult> {

    private static final int CHECKED_RECORDS = 10_000;

    private final String topic;
    private final Fleet fleet;
    private final Instant validFrom;
    private final int partitionCount;
    private final TransactionalWriter writer;
    private final Supplier<RosterDiff> read;

    /** Miners to write, written, and committed. */
    private int changes;

    private int done;
    private int committed;
    /** Entries in the open transaction. */
    private int open;

    /** @param read takes the difference to what the topic says */
    RosterPublication(
            String topic,
            Fleet fleet,
            Instant validFrom,
            int partitionCount,
            TransactionalWriter writer,
            Supplier<RosterDiff> read) {
        this.topic = topic;
        this.fleet = fleet;
        this.validFrom = validFrom;
        this.partitionCount = partitionCount;
        this.writer = writer;
        this.read = read;
    }

    @Override
    public RosterResult run() {
        RosterDiff difference = read.get();
        int[] gone = difference.gone();
        RosterTimelines timelines = difference.timelines();
        int unchanged = timelines.countUpToDate();
        int written = fleet.size() - unchanged;
        changes = Math.addExact(written, gone.length);
        for (int i = 0; i < fleet.size(); i++) {
            if (!timelines.isUpToDate(i)) {
                // All entries of a miner in one transaction: some of them alone would be wrong.
                for (RosterEntry entry : timelines.entries(i)) {
                    send(fleet.minerId(i), entry.validFrom(), entry.miner());
                }
                changed();
            }
        }
        for (int minerId : gone) {
            send(minerId, validFrom, null);
            changed();
        }
        commit();
        return new RosterResult(fleet.siteId(), validFrom, written, gone.length, unchanged);
    }

    private void send(int minerId, Instant from, SpecificRecord value) {
        if (open == 0) {
            writer.begin();
        }
        byte[] key = RecordKey.of(minerId);
        writer.send(
                new ProducerRecord<>(topic, RecordKey.partition(key, partitionCount), from.toEpochMilli(), key, value));
        open++;
        if (open % CHECKED_RECORDS == 0) {
            writer.check();
        }
    }

    /** All of a miner is written. */
    private void changed() {
        done++;
        if (open >= RosterPublisher.LARGEST_TRANSACTION) {
            commit();
        }
    }

    private void commit() {
        if (open > 0) {
            writer.commit();
            open = 0;
            committed = done;
        }
    }

    @Override
    public String state() {
        return committed == 0
                ? "nothing was written"
                : "%d of %d changes are committed; publish again for the rest".formatted(committed, changes);
    }

    @Override
    public String uncertainty() {
        return "changes of the roster of site_id=%d; publish it again: what is there is not written twice"
                .formatted(fleet.siteId());
    }
}
