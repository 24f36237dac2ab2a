package io.minerstream.validator.rule;

import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How many miners broke each rule, with the ten smallest ids as examples. Mutable, not thread-safe. */
final class Failures {

    private static final int EXAMPLES = 10;

    private final Map<Rule, Entry> byRule = new EnumMap<>(Rule.class);

    private static final class Entry {
        private final TreeSet<Integer> examples = new TreeSet<>();
        private int miners;

        void add(int count, Iterable<Integer> ids) {
            miners += count;
            for (int id : ids) {
                examples.add(id);
                if (examples.size() > EXAMPLES) {
                    examples.pollLast();
                }
            }
        }
    }

    void add(Rule rule, int minerId) {
        add(rule, 1, List.of(minerId));
    }

    void add(RuleFailures failures) {
        add(failures.getRule(), failures.getMiners(), failures.getExamples());
    }

    private void add(Rule rule, int miners, Iterable<Integer> examples) {
        byRule.computeIfAbsent(rule, any -> new Entry()).add(miners, examples);
    }

    /** In the order of the enum. */
    List<RuleFailures> toList() {
        return byRule.entrySet().stream()
                .map(broken -> new RuleFailures(
                        broken.getKey(), broken.getValue().miners, List.copyOf(broken.getValue().examples)))
                .toList();
    }
}
