package io.minerstream.connect.copy.table;

import java.util.Set;

/**
 * A foreign key or a check as a predicate over staged rows, so that the database finds the rows that break it at once.
 *
 * @param name of the constraint
 * @param sqlState of its violation
 * @param columns that it looks at
 * @param broken SQL, true for rows of alias {@code s} that break it
 */
public record RowRule(String name, String sqlState, Set<String> columns, String broken) {}
