package io.minerstream.connect.copy.table;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the catalog says about a table. Immutable.
 *
 * @param shape a text that changes with its columns, constraints and triggers
 * @param columns by name, in the table's order
 * @param uniqueKeys columns of each unique index that ON CONFLICT can use
 * @param rules foreign keys and checks that can be asked of a set of rows
 * @param constraintColumns columns of each constraint, by its name
 * @param missingRights of INSERT, SELECT, UPDATE and DELETE, those that the user does not have
 * @param ordered whether the order of rows of different keys may make a difference: to triggers, to keys within the table, or to a second
 *     unique index
 * @param hasMerge whether the server has MERGE, as of PostgreSQL 15
 */
record TargetTable(
        TableName name,
        String shape,
        Map<String, TargetColumn> columns,
        List<Set<String>> uniqueKeys,
        List<RowRule> rules,
        Map<String, List<String>> constraintColumns,
        Set<String> missingRights,
        boolean ordered,
        boolean hasMerge) {}
