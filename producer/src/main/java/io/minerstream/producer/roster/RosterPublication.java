package io.minerstream.producer.roster;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.MinerIndex;
import io.minerstream.producer.kafka.FencedWriter;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.TransactionalWriter;
import io.minerstream.schemas.topic.RecordKey;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the difference between a fleet, from a time on, and what the roster topic says of its site, in transactions of bounded size.
 * Takes the memory of {@link RosterTimelines}, and at most 24 bytes for each miner to remove. Used by one thread, once.
 */
final class RosterPublication implements FencedWriter.Job<RosterResult> {

    private static final int CHECKED_RECORDS = 10_000;

    /** Stands in {@link #gone} for a miner that is in the topic. */
    private static final int PRESENT = 1;

    private final String topic;
    private final Fleet fleet;
    private final Instant validFrom;
    private final int partitionCount;
    private final TransactionalWriter writer;
    private final Consumer<Consumer<RosterRecord>> topicReader;
    private final RosterTimelines timelines;
    /** Miners of the site that are not in the fleet. */
    private final MinerIndex gone = new MinerIndex();
    /** Miners of the fleet that are another site's, by index. */
    private final BitSet taken = new BitSet();

    private int siteOfTaken;

    /** Miners to write, written, and committed. */
    private int changes;

    private int done;
    private int committed;
    /** Entries in the open transaction. */
    private int open;

    /** @param topicReader hands over what the topic says, when no other publisher of the site can commit any more */
    RosterPublication(
            String topic,
            Fleet fleet,
            Instant validFrom,
            int partitionCount,
            TransactionalWriter writer,
            Consumer<Consumer<RosterRecord>> topicReader) {
        this.topic = topic;
        this.fleet = fleet;
        this.validFrom = validFrom;
        this.partitionCount = partitionCount;
        this.writer = writer;
        this.topicReader = topicReader;
        this.timelines = RosterTimelines.from(fleet, validFrom);
    }

    @Override
    public RosterResult run() {
        topicReader.accept(this::read);
        requireNoneTaken();
        int[] removed = gone.minerIds();
        int unchanged = timelines.countUpToDate();
        int written = fleet.size() - unchanged;
        changes = Math.addExact(written, removed.length);
        for (int i = 0; i < fleet.size(); i++) {
            if (!timelines.isUpToDate(i)) {
                // All entries of a miner in one transaction: some of them alone would be wrong.
                for (RosterEntry entry : timelines.entries(i)) {
                    send(fleet.minerId(i), entry.validFrom(), entry.miner());
                }
                changed();
            }
        }
        for (int minerId : removed) {
            send(minerId, validFrom, null);
            changed();
        }
        commit();
        return new RosterResult(fleet.siteId(), validFrom, written, removed.length, unchanged);
    }

    private void read(RosterRecord record) {
        HostingMiner miner = record.miner();
        boolean ofSite = miner != null && miner.getSiteId() == fleet.siteId();
        int index = fleet.indexOf(record.minerId());
        if (index < 0) {
            gone.put(record.minerId(), ofSite ? PRESENT : MinerIndex.ABSENT);
            return;
        }
        taken.set(index, miner != null && !ofSite);
        if (taken.get(index)) {
            siteOfTaken = miner.getSiteId();
        }
        timelines.read(record);
    }

    private void requireNoneTaken() {
        if (!taken.isEmpty()) {
            throw new PreflightException(List.of(
                    ("topic %s: miners must be new or of site_id=%s already, got %s that are of other sites; first: miner %s (one of"
                                    + " them is of site_id=%s); use other ids, or publish those sites without them first")
                            .formatted(
                                    topic,
                                    fleet.siteId(),
                                    taken.cardinality(),
                                    fleet.minerId(taken.nextSetBit(0)),
                                    siteOfTaken)));
        }
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
                : "%s of %s changes are committed; publish again for the rest".formatted(committed, changes);
    }

    @Override
    public String uncertainty() {
        return "changes of the roster of site_id=%s; publish it again: what is there is not written twice"
                .formatted(fleet.siteId());
    }
}
