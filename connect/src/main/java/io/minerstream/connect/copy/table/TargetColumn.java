package io.minerstream.connect.copy.table;

import io.minerstream.connect.copy.encode.ColumnType;

/**
 * A column.
 *
 * @param required whether a row must have a value; not for a NOT NULL column that a trigger may fill
 * @param hasDefault whether a row without it gets a value
 * @param isGenerated whether the database alone writes it
 */
record TargetColumn(String name, ColumnType type, boolean required, boolean hasDefault, boolean isGenerated) {}
