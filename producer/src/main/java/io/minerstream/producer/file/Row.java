package io.minerstream.producer.file;

import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.function.Consumer;

/**
 * The values of a row, with their lines. One object serves all rows of a file: it is valid until the next one is read. Not
 * thread-safe.
 */
public final class Row {

    private final Layout layout;
    private final Findings findings;
    private final Consumer<Row> use;
    private final IdentityHashMap<Field<?>, Cell> cells = new IdentityHashMap<>();
    private int line;
    private int column;
    private boolean right;

    /** @param value null when it is wrong */
    private record Cell(Object value, int line, int column) {}

    /** @param use called at the end of each row */
    Row(Layout layout, Findings findings, Consumer<Row> use) {
        this.layout = layout;
        this.findings = findings;
        this.use = use;
    }

    /** @param rowColumn 0 for a row of its own line */
    void begin(int rowLine, int rowColumn) {
        line = rowLine;
        column = rowColumn;
        right = true;
        cells.clear();
    }

    /** @param text not empty */
    <T> void put(Field<T> field, int fieldLine, int fieldColumn, String text) {
        T value = field.parse(text);
        String broken = field.broken(value);
        if (broken == null) {
            add(field, new Cell(value, fieldLine, fieldColumn));
        } else {
            refuse(field, fieldLine, fieldColumn, broken, "'" + abbreviated(text) + "'");
        }
    }

    void refuse(Field<?> field, int fieldLine, int fieldColumn, String mustBe, String got) {
        if (add(field, new Cell(null, fieldLine, fieldColumn))) {
            find(field, "%s: must be %s, got %s".formatted(field.name(), mustBe, got));
        }
    }

    private boolean add(Field<?> field, Cell cell) {
        Cell before = cells.putIfAbsent(field, cell);
        if (before != null) {
            right = false;
            findings.find(
                    cell.line(),
                    cell.column(),
                    field.name() + ": must be given once, got it again after line " + before.line());
        }
        return before == null;
    }

    void end() {
        for (Field<?> field : layout.fields()) {
            if (field.isRequired() && !cells.containsKey(field)) {
                find(field.name() + ": must be given, got nothing");
            }
        }
        use.accept(this);
    }

    public int line() {
        return line;
    }

    /** Line of a field; that of the row when the field is not given. */
    public int line(Field<?> field) {
        return cells.containsKey(field) ? cells.get(field).line() : line;
    }

    /** Whether nothing is wrong with the row. */
    public boolean isRight() {
        return right;
    }

    /** Whether a field is given with a wrong value. */
    public boolean isWrong(Field<?> field) {
        return cells.containsKey(field) && cells.get(field).value() == null;
    }

    /** Whether a field is given with a right value. */
    public boolean has(Field<?> field) {
        return get(field, null) != null;
    }

    /** The value of a field; null when it is not given, or wrong. */
    public <T> T get(Field<T> field) {
        return get(field, null);
    }

    /** The value of a field; another one when it is not given, or wrong. */
    @SuppressWarnings("unchecked") // Only put adds values, those that the field parsed.
    public <T> T get(Field<T> field, T otherwise) {
        Cell cell = cells.get(field);
        return cell == null || cell.value() == null ? otherwise : (T) cell.value();
    }

    /** Adds what is wrong with the row. */
    public void find(String text) {
        right = false;
        findings.find(line, column, text);
    }

    /** Adds what is wrong at a field that is given. */
    public void find(Field<?> field, String text) {
        right = false;
        Cell cell = cells.get(field);
        findings.find(cell.line(), cell.column(), text);
    }

    /** A value in a message: not longer than a line, and in one line. */
    public static String abbreviated(String text) {
        int shown = text.length() > 60
                ? text.offsetByCodePoints(0, Math.min(50, text.codePointCount(0, text.length())))
                : text.length();
        StringBuilder result = new StringBuilder();
        text.substring(0, shown).codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                result.append("\\u").append(HexFormat.of().toHexDigits((char) c));
            } else {
                result.appendCodePoint(c);
            }
        });
        return result.append(shown < text.length() ? "..." : "").toString();
    }
}
