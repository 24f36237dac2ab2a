package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.offsets.Advance;
import io.minerstream.connect.copy.offsets.ClaimedPartition;
import io.minerstream.connect.copy.table.RefusedRowException;
import io.minerstream.connect.copy.table.RowLayout;
import io.minerstream.connect.copy.table.RowLayouts;
import io.minerstream.connect.copy.table.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records that land in one transaction. Not thread-safe; it belongs to one thread at a time. */
public final class Batch {

    static final Comparator<SinkRecord> IN_ORDER = Comparator.comparing(SinkRecord::originalTopic)
            .thenComparing(SinkRecord::originalKafkaPartition)
            .thenComparing(SinkRecord::originalKafkaOffset);

    private final Supplier<RowGroup> newGroups;
    private final List<RowGroup> groups = new ArrayList<>();
    private final Map<TableName, RowGroup> lastOfTable = new HashMap<>();
    private final Map<ClaimedPartition, Advance> advances = new LinkedHashMap<>();
    private final List<DeadLetter> refused = new ArrayList<>();
    private RowGroup current;
    private Advance lastAdvance;
    private int records;
    private int reported;
    private long closedGroupBytes;

    Batch(Supplier<RowGroup> newGroups) {
        this.newGroups = newGroups;
    }

    /** Adds a record; one that is no row becomes a dead letter. */
    public void add(SinkRecord record, ClaimedPartition claim, RowLayouts layouts) throws SQLException {
        encode(record, layouts);
        // Not before: a record that fails otherwise must not be passed over.
        if (lastAdvance == null || lastAdvance.claim() != claim) {
            lastAdvance = advances.computeIfAbsent(claim, each -> new Advance(each, each.position(), record));
        }
        lastAdvance.last(record);
        records++;
    }

    private void encode(SinkRecord record, RowLayouts layouts) throws SQLException {
        try {
            RowLayout layout = layouts.of(record);
            if (current == null || current.layout() != layout) {
                select(layout);
            }
            current.add(record);
        } catch (RefusedRowException e) {
            refused.add(new DeadLetter(record, e));
        }
    }

    /** The last group of the table, if it has that layout: order counts within a table only. */
    private void select(RowLayout layout) {
        if (current != null) {
            closedGroupBytes += current.size();
        }
        RowGroup last = lastOfTable.get(layout.table());
        if (last != null && last.layout() == layout) {
            closedGroupBytes -= last.size();
            current = last;
            return;
        }
        current = newGroups.get();
        current.begin(layout);
        groups.add(current);
        lastOfTable.put(layout.table(), current);
    }

    /** Bytes of its rows. */
    public long bytes() {
        return closedGroupBytes + (current == null ? 0 : current.size());
    }

    public boolean isEmpty() {
        return records == 0;
    }

    int records() {
        return records;
    }

    List<RowGroup> groups() {
        return groups;
    }

    List<Advance> advances() {
        return List.copyOf(advances.values());
    }

    /** Records that could not be encoded, and are not reported yet. */
    List<DeadLetter> refused() {
        return refused;
    }

    /** Notes that all of its dead letters were delivered: they are not written, and not reported again, whatever becomes of the transaction. */
    void reported(List<DeadLetter> letters) {
        reported += letters.size();
        refused.clear();
        for (DeadLetter letter : letters) {
            if (letter.group() != null) {
                letter.group().takeOut(letter.row());
            }
        }
    }

    int reported() {
        return reported;
    }

    /** Leaves out the records of partitions that the task has lost. */
    void drop(Set<ClaimedPartition> claims) {
        Set<TopicPartition> lost = new HashSet<>();
        // Of this batch alone: an earlier claim of a partition may be lost, and the one here not.
        advances.keySet().removeIf(claim -> claims.contains(claim) && lost.add(claim.partition()));
        if (lost.isEmpty()) {
            return;
        }
        lastAdvance = null;
        groups.forEach(group -> group.takeOut(record -> isOf(record, lost)));
        refused.removeIf(letter -> isOf(letter.record(), lost));
        records = reported + refused.size();
        for (RowGroup group : groups) {
            records += group.live(0, group.count());
        }
        if (advances.isEmpty()) {
            records = 0;
        }
    }

    private static boolean isOf(SinkRecord record, Set<TopicPartition> partitions) {
        return partitions.contains(new TopicPartition(record.originalTopic(), record.originalKafkaPartition()));
    }

    /** Encodes its records again, for tables that have changed: they may take now what they refused before. */
    void encodeAgain(RowLayouts layouts) throws SQLException {
        List<SinkRecord> rows = new ArrayList<>();
        refused.forEach(letter -> rows.add(letter.record()));
        for (RowGroup group : groups) {
            group.beginAttempt();
            for (int row = 0; row < group.count(); row++) {
                if (!group.isOut(row)) {
                    rows.add(group.record(row));
                }
            }
        }
        rows.sort(IN_ORDER);
        // Apart: a catalog that cannot be read leaves this batch as it was.
        Batch again = new Batch(newGroups);
        for (SinkRecord record : rows) {
            again.encode(record, layouts);
        }
        groups.clear();
        groups.addAll(again.groups);
        lastOfTable.clear();
        lastOfTable.putAll(again.lastOfTable);
        refused.clear();
        refused.addAll(again.refused);
        current = again.current;
        closedGroupBytes = again.closedGroupBytes;
    }
}
