package io.minerstream.validator.file;

import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.bound.NumberText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value of the file. What it must be and is not becomes a finding; methods that read it return null then.
 *
 * @param path for people, as in {@code rules.RANGE.for}
 * @param node with its place
 */
record Value(String path, Node node, RulesFindings findings) {

    private static final String ROOT = "the file";
    private static final int LONGEST_SHOWN = 50;

    static Value root(Node node, RulesFindings findings) {
        return new Value(ROOT, node, findings);
    }

    private Value at(String key, Node child) {
        return new Value(path.equals(ROOT) ? key : path + "." + key, child, findings);
    }

    /** Adds a finding about the value, as in {@code path: must be a number, got 'x'}. */
    void refuse(String text) {
        findings.add(node.getStartMark(), path + ": " + text);
    }

    /**
     * The values of a mapping by key, in the order of the file; empty when it is none. Each key may be given once.
     *
     * @param known what a key can be
     */
    Map<String, Value> entries(Collection<String> known) {
        Map<String, Value> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            refuse("must be a mapping of " + String.join(", ", known) + ", got " + got());
            return entries;
        }
        for (NodeTuple entry : mapping.getValue()) {
            Value key = new Value(path, entry.getKeyNode(), findings);
            String name = key.node instanceof ScalarNode scalar ? scalar.getValue() : null;
            if (name == null || !known.contains(name)) {
                key.refuse("must have no other keys than " + String.join(", ", known) + ", got " + key.got()
                        + (name == null ? "" : Suggestion.of(name, known)));
                continue;
            }
            Value before = entries.putIfAbsent(name, at(name, entry.getValueNode()));
            if (before != null) {
                at(name, key.node).refuse("must be given once, got it again after line " + before.line());
            }
        }
        return entries;
    }

    private int line() {
        return RulesFindings.line(node.getStartMark());
    }

    /**
     * The values of a list; empty when it is none.
     *
     * @param mustBe what it must be
     */
    List<Value> items(String mustBe, int fewest, int most) {
        List<Value> items = new ArrayList<>();
        if (node instanceof SequenceNode list
                && list.getValue().size() >= fewest
                && list.getValue().size() <= most) {
            for (Node item : list.getValue()) {
                items.add(new Value("%s[%s]".formatted(path, items.size()), item, findings));
            }
        } else {
            refuse("must be " + mustBe + ", got " + got());
        }
        return items;
    }

    Double number(Bound bound) {
        return scalar(NumberText::decimal, bound, "must be a number ");
    }

    Integer whole(Bound bound) {
        return scalar(NumberText::wholeInt, bound, "must be a whole number ");
    }

    private <T extends Comparable<T>> T scalar(Function<String, T> parser, Bound bound, String form) {
        T value = null;
        try {
            value = isPlain() ? parser.apply(text()) : null;
        } catch (NumberFormatException e) {
            // The finding says what the form is.
            value = null;
        }
        if (value != null && bound.holds(value)) {
            return value;
        }
        refuse(form + bound.range() + ", got " + got());
        return null;
    }

    Boolean truth() {
        if (isPlain() && List.of("true", "false").contains(text())) {
            return Boolean.valueOf(text());
        }
        refuse("must be true or false, got " + got());
        return null;
    }

    /**
     * One of some words.
     *
     * @param form all of them, for people
     */
    String word(Collection<String> words, String form) {
        if (isText() && words.contains(text())) {
            return text();
        }
        refuse("must be " + form + ", got " + got() + (isText() ? Suggestion.of(text(), words) : ""));
        return null;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    private boolean isPlain() {
        return node instanceof ScalarNode scalar && scalar.isPlain();
    }

    /** Whether it is a text in YAML and in JSON. */
    boolean isText() {
        return node instanceof ScalarNode scalar
                && (!scalar.isPlain() || (scalar.getTag().equals(Tag.STR) && !isNumber(text())));
    }

    private static boolean isNumber(String text) {
        try {
            return Double.isFinite(NumberText.decimal(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Of a scalar. */
    String text() {
        return ((ScalarNode) node).getValue();
    }

    /** What came, for people. */
    String got() {
        if (node instanceof ScalarNode) {
            return isPlain() && node.getTag().equals(Tag.NULL) ? "nothing" : "'" + shown(text()) + "'";
        }
        if (node instanceof SequenceNode list) {
            return list.getValue().isEmpty()
                    ? "an empty list"
                    : "a list of " + list.getValue().size();
        }
        return "a mapping";
    }

    /** In one line, and not longer. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST_SHOWN).forEach(c -> {
            if (Character.isISOControl(c)) {
                shown.append("\\u").append(HexFormat.of().toHexDigits((char) c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.append(text.codePointCount(0, text.length()) > LONGEST_SHOWN ? "..." : "")
                .toString();
    }
}
