package io.minerstream.producer.file;

import com.fasterxml.jackson.core.JsonToken;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.bound.NumberText;
import io.minerstream.schemas.bound.WholeText;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A column of CSV, or a field of an object in JSON or YAML: its name, its type and the rules for its value. Immutable.
 *
 * @param <T> the values
 */
public final class Field<T> {

    /** Types of values. CSV has texts only, so that they bind JSON and YAML alone. */
    enum Type {
        NUMBER,
        TEXT,
        TRUTH;

        boolean matches(JsonToken token) {
            return switch (this) {
                case NUMBER -> token.isNumeric();
                case TEXT -> token == JsonToken.VALUE_STRING;
                case TRUTH -> token.isBoolean();
            };
        }
    }

    private enum Presence {
        OPTIONAL,
        COLUMN,
        REQUIRED
    }

    private record Rule<T>(Predicate<T> holds, String mustBe) {}

    private final String name;
    private final Type type;
    private final Presence presence;
    private final Function<String, T> parser;
    private final List<Rule<T>> rules;

    private Field(String name, Type type, Presence presence, Function<String, T> parser, List<Rule<T>> rules) {
        this.name = name;
        this.type = type;
        this.presence = presence;
        this.parser = parser;
        this.rules = List.copyOf(rules);
    }

    private static <T> Field<T> of(String name, Type type, Function<String, T> parser, String mustBe) {
        // Null stands for a text that cannot be parsed.
        return new Field<>(name, type, Presence.OPTIONAL, parser, List.of(new Rule<>(value -> value != null, mustBe)));
    }

    /** Any text. */
    public static Field<String> text(String name) {
        return of(name, Type.TEXT, text -> text, "a text")
                .must(
                        text -> WholeText.halfPair(text) < 0,
                        "text without halves of surrogate pairs, which UTF-8 has not");
    }

    /** A text of at most so many characters, without control characters. */
    public static Field<String> text(String name, int longest) {
        return text(name)
                .must(text -> text.codePointCount(0, text.length()) <= longest, "at most " + longest + " characters")
                .must(Field::isPrintable, "text without control characters");
    }

    /**
     * A text with a form.
     *
     * @param parser throws {@link IllegalArgumentException} or {@link DateTimeException} when the text has another form
     * @param mustBe the form, for example {@code a date}
     */
    public static <T> Field<T> text(String name, Function<String, T> parser, String mustBe) {
        return of(name, Type.TEXT, parser, mustBe);
    }

    /** A whole number. */
    public static Field<Integer> whole(String name, Bound bound) {
        String mustBe = "a whole number " + bound.range();
        return of(name, Type.NUMBER, NumberText::wholeInt, mustBe).must(bound::holds, mustBe);
    }

    /**
     * A decimal number.
     *
     * @param unit as in {@code a number of W}; empty for none
     */
    public static Field<Double> number(String name, String unit, Bound bound) {
        String mustBe = "a number %s%s".formatted(unit.isEmpty() ? "" : "of " + unit + " ", bound.range());
        return of(name, Type.NUMBER, NumberText::decimal, mustBe).must(bound::holds, mustBe);
    }

    public static Field<Boolean> truth(String name) {
        return of(name, Type.TRUTH, Field::truthOf, "true or false");
    }

    /** The same with one more rule. Rules are checked in their order, up to the first that is broken. */
    public Field<T> must(Predicate<T> holds, String mustBe) {
        List<Rule<T>> more = new ArrayList<>(rules);
        more.add(new Rule<>(holds, mustBe));
        return new Field<>(name, type, presence, parser, more);
    }

    /** The same, and each row must have a value. */
    public Field<T> required() {
        return new Field<>(name, type, Presence.REQUIRED, parser, rules);
    }

    /** The same, and the header of CSV must have it; rows may leave it empty. */
    public Field<T> column() {
        return new Field<>(name, type, Presence.COLUMN, parser, rules);
    }

    public String name() {
        return name;
    }

    Type type() {
        return type;
    }

    /** What a value of another type must be. */
    String form() {
        return rules.get(0).mustBe();
    }

    boolean isRequired() {
        return presence == Presence.REQUIRED;
    }

    boolean isColumn() {
        return presence != Presence.OPTIONAL;
    }

    /** The value of a text; null when the text has another form. */
    T parse(String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            // The first rule says what the form is.
            return null;
        }
    }

    /** What a value must be and is not; null when it keeps all rules. */
    public String broken(T value) {
        for (Rule<T> rule : rules) {
            if (!rule.holds().test(value)) {
                return rule.mustBe();
            }
        }
        return null;
    }

    private static Boolean truthOf(String text) {
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        return text.equalsIgnoreCase("false") ? false : null;
    }

    private static boolean isPrintable(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }
}
