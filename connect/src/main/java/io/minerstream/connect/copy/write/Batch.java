package io.minerstream.connect.copy.write;

import io.minerstream.connect.copy.offsets.Advance;
import io.minerstream.connect.copy.offsets.ClaimedPartition;
import io.minerstream.connect.copy.table.RefusedRowException;
import io.minerstream.connect.copy.table.RowLayout;
import io.minerstream.connect.copy.table.RowLayouts;
import io.minerstream.connect.copy.table.TableName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records that land in one transaction. Not thread-safe; it belongs to one thread at a time. */
public final class Batch {

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
    public void add(SinkRecord record, ClaimedPartition claim, RowLayout layout) {
        encode(record, layout);
        // Not before: a record that fails otherwise must not be passed over.
        if (lastAdvance == null || lastAdvance.claim() != claim) {
            lastAdvance = advances.computeIfAbsent(claim, each -> new Advance(each, each.position(), record));
        }
        lastAdvance.last(record);
        records++;
    }

    private void encode(SinkRecord record, RowLayout layout) {
        if (current == null || current.layout() != layout) {
            select(layout);
        }
        try {
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
        if (advances.keySet().stream().noneMatch(claims::contains)) {
            return;
        }
        advances.keySet().removeAll(claims);
        lastAdvance = null;
        Set<TopicPartition> lost =
                claims.stream().map(ClaimedPartition::partition).collect(Collectors.toSet());
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

    /** Encodes its records again, for tables that have changed. */
    void encodeAgain(RowLayouts layouts) throws SQLException {
        List<SinkRecord> rows = new ArrayList<>();
        for (RowGroup group : groups) {
            group.beginAttempt();
            for (int row = 0; row < group.count(); row++) {
                if (!group.isOut(row)) {
                    rows.add(group.record(row));
                }
            }
        }
        List<RowLayout> layoutOf = new ArrayList<>();
        for (SinkRecord record : rows) {
            layoutOf.add(layouts.of(record));
        }
        groups.clear();
        lastOfTable.clear();
        current = null;
        closedGroupBytes = 0;
        for (int i = 0; i < rows.size(); i++) {
            encode(rows.get(i), layoutOf.get(i));
        }
    }
}
