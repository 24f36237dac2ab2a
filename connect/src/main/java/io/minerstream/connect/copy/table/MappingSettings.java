package io.minerstream.connect.copy.table;

import java.util.List;
import java.util.Set;

/**
 * How records become rows.
 *
 * @param keyFields names of the key columns; empty for all fields of the key or the value
 * @param whitelist fields of the value that are written; empty for all
 * @param deletes whether a record without a value deletes its row
 */
public record MappingSettings(
        TableNameFormat tables,
        InsertMode insertMode,
        KeyMode keyMode,
        List<String> keyFields,
        Set<String> whitelist,
        boolean deletes) {

    boolean upserts() {
        return insertMode == InsertMode.UPSERT;
    }
}
