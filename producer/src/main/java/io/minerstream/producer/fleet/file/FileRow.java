package io.minerstream.producer.fleet.file;

import java.util.EnumSet;
import java.util.Set;

/**
 * The row of a file that is being read: takes its fields, and hands it on when they are right. Used again for each row.
 *
 * @param <F> the fields
 */
abstract class FileRow<F extends Enum<F> & FileField> {

    /** Characters that the warehouse has for a status. */
    static final int LONGEST_STATUS = 20;

    final FileFindings findings;
    private final FileFields<F> fields;
    private final Set<F> given;
    private final Set<F> wrong;
    private int line;
    private int column;

    FileRow(FileFields<F> fields, Class<F> type, FileFindings findings) {
        this.fields = fields;
        this.findings = findings;
        this.given = EnumSet.noneOf(type);
        this.wrong = EnumSet.noneOf(type);
    }

    final FileFields<F> fields() {
        return fields;
    }

    final int line() {
        return line;
    }

    /** 0 for a row of its own line. */
    final int column() {
        return column;
    }

    /**
     * Starts a row.
     *
     * @param rowColumn 0 for a row of its own line
     */
    final void begin(int rowLine, int rowColumn) {
        line = rowLine;
        column = rowColumn;
        given.clear();
        wrong.clear();
        reset();
    }

    /** Notes that a field is there; false when it was there before. */
    final boolean isNew(F field, int fieldLine, int fieldColumn) {
        if (given.add(field)) {
            return true;
        }
        findings.find(fieldLine, fieldColumn, field.word() + ": must be given once, got it again");
        return false;
    }

    /** Notes that a field's value is wrong. */
    final void refuse(F field, int fieldLine, int fieldColumn, String mustHold, String got) {
        given.add(field);
        wrong.add(field);
        findings.find(fieldLine, fieldColumn, "%s: must be %s, got %s".formatted(field.word(), mustHold, got));
    }

    /**
     * Takes a field.
     *
     * @param text not empty
     */
    final void put(F field, int fieldLine, int fieldColumn, String text) {
        given.add(field);
        String problem = take(field, text);
        if (problem != null) {
            refuse(field, fieldLine, fieldColumn, problem, "'" + abbreviated(text) + "'");
        }
    }

    /** Ends the row. */
    final void end() {
        for (F field : fields.needed()) {
            if (!given.contains(field)) {
                findings.find(line, column, field.word() + ": must be given, got nothing");
            }
        }
        finish();
    }

    /** Forgets the fields of the row before. */
    abstract void reset();

    /** Takes the value of a field; what must hold of it, when it is wrong, else null. */
    abstract String take(F field, String text);

    /** Hands on what is right of the row. */
    abstract void finish();

    final boolean has(F field) {
        return given.contains(field) && !wrong.contains(field);
    }

    final boolean isWrong(F field) {
        return wrong.contains(field);
    }

    /** What must hold of an id. */
    static final String ID = "a whole number from 1 to 2147483647";

    /** An id; 0 for what is none. */
    static int id(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** What must hold of a text, when it is wrong, else null. */
    static String textProblem(String text, int longest) {
        if (text.codePointCount(0, text.length()) > longest) {
            return "at most " + longest + " characters";
        }
        return text.chars().anyMatch(Character::isISOControl) ? "text without control characters" : null;
    }

    /** A value in a message: not longer than a line, and in one line. */
    static String abbreviated(String text) {
        int shown = text.length() > 60
                ? text.offsetByCodePoints(0, Math.min(50, text.codePointCount(0, text.length())))
                : text.length();
        StringBuilder result = new StringBuilder();
        text.substring(0, shown).codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                result.append("\\u%04x".formatted(c));
            } else {
                result.appendCodePoint(c);
            }
        });
        return result.append(shown < text.length() ? "..." : "").toString();
    }
}
