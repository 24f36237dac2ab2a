package io.minerstream.producer.fleet;

import java.util.EnumSet;
import java.util.Set;

/** The miner of a file that is being read: takes its fields, and hands it on when they are right. Used again for each miner. */
final class FleetRow {

    /** TH/s; some ten times the largest machine, and less than any machine's figure in GH/s. */
    static final double LARGEST_HASHRATE_TH = 10_000;

    /** W; some ten times the largest machine. */
    static final double LARGEST_POWER_W = 100_000;

    /** Characters that columns of the warehouse have. */
    private static final int LONGEST_STATUS = 20;

    private static final int LONGEST_TEXT = 100;

    private final FleetRows rows;
    private final FleetFindings findings;
    private final int defaultSite;
    private final Set<FleetField> given = EnumSet.noneOf(FleetField.class);
    private final Set<FleetField> wrong = EnumSet.noneOf(FleetField.class);

    private int line;
    private int column;
    private int minerId;
    private int siteId;
    private String serialNumber;
    private String status;
    private String model;
    private String manufacturer;
    private double actualHashrateTh;
    private double actualPowerW;
    private double referenceHashrateTh;
    private double referencePowerW;

    /** @param defaultSite site of miners that name none */
    FleetRow(FleetRows rows, FleetFindings findings, int defaultSite) {
        this.rows = rows;
        this.findings = findings;
        this.defaultSite = defaultSite;
    }

    /**
     * Starts a miner.
     *
     * @param rowColumn 0 for a row of its own line
     */
    void begin(int rowLine, int rowColumn) {
        line = rowLine;
        column = rowColumn;
        given.clear();
        wrong.clear();
        siteId = defaultSite;
        serialNumber = null;
        status = null;
        model = null;
        manufacturer = null;
        actualHashrateTh = Double.NaN;
        actualPowerW = Double.NaN;
        referenceHashrateTh = Double.NaN;
        referencePowerW = Double.NaN;
    }

    /** Notes that a field is there; false when it was there before. */
    boolean isNew(FleetField field, int fieldLine, int fieldColumn) {
        if (given.add(field)) {
            return true;
        }
        findings.find(fieldLine, fieldColumn, field.word() + ": must be given once, got it again");
        return false;
    }

    /** Notes that a field's value is wrong. */
    void refuse(FleetField field, int fieldLine, int fieldColumn, String mustHold, String got) {
        given.add(field);
        wrong.add(field);
        findings.find(fieldLine, fieldColumn, "%s: must be %s, got %s".formatted(field.word(), mustHold, got));
    }

    /**
     * Takes a field.
     *
     * @param text not empty
     */
    void put(FleetField field, int fieldLine, int fieldColumn, String text) {
        given.add(field);
        String problem =
                switch (field) {
                    case MINER_ID, SITE_ID -> putId(field, text);
                    case SERIAL_NUMBER, MODEL, MANUFACTURER, STATUS -> putText(field, text);
                    case ACTUAL_HASHRATE_TH, REFERENCE_HASHRATE_TH ->
                        putNumber(field, text, LARGEST_HASHRATE_TH, "a number of TH/s from 0 to 10000");
                    case ACTUAL_POWER_W -> putNumber(field, text, LARGEST_POWER_W, "a number of W from 0 to 100000");
                    case REFERENCE_POWER_W ->
                        putNumber(field, text, LARGEST_POWER_W, "a whole number of W from 0 to 100000");
                };
        if (problem != null) {
            refuse(field, fieldLine, fieldColumn, problem, "'" + abbreviated(text) + "'");
        }
    }

    /** Ends the miner; when its id and serial number are right it is kept, be it only to find others that have the same. */
    void end() {
        for (FleetField field : FleetField.NEEDED) {
            if (!given.contains(field)) {
                findings.find(line, column, field.word() + ": must be given, got nothing");
            }
        }
        boolean described =
                manufacturer != null || !Double.isNaN(referenceHashrateTh) || !Double.isNaN(referencePowerW);
        if (model == null && described && !wrong.contains(FleetField.MODEL)) {
            findings.find(
                    line, column, "model: must be given with its manufacturer or reference values, got only those");
        }
        boolean known = has(FleetField.MINER_ID) && has(FleetField.SERIAL_NUMBER);
        if (known) {
            short modelIndex = model == null || isModelWrong() ? FleetBuilder.NO_MODEL : modelIndex();
            rows.add(
                    line,
                    column,
                    siteId,
                    minerId,
                    serialNumber,
                    modelIndex,
                    actualHashrateTh,
                    actualPowerW,
                    status == null ? FleetBuilder.NO_STATUS : status);
        }
    }

    private short modelIndex() {
        return rows.modelIndex(line, column, model, manufacturer, referenceHashrateTh, referencePowerW);
    }

    private boolean isModelWrong() {
        return wrong.contains(FleetField.MANUFACTURER)
                || wrong.contains(FleetField.REFERENCE_HASHRATE_TH)
                || wrong.contains(FleetField.REFERENCE_POWER_W);
    }

    private boolean has(FleetField field) {
        return given.contains(field) && !wrong.contains(field);
    }

    private String putId(FleetField field, String text) {
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            value = 0;
        }
        if (value < 1) {
            return "a whole number from 1 to 2147483647";
        }
        if (field == FleetField.MINER_ID) {
            minerId = value;
        } else {
            siteId = value;
        }
        return null;
    }

    private String putText(FleetField field, String text) {
        int longest = field == FleetField.STATUS ? LONGEST_STATUS : LONGEST_TEXT;
        if (text.codePointCount(0, text.length()) > longest) {
            return "at most " + longest + " characters";
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            return "text without control characters";
        }
        switch (field) {
            case SERIAL_NUMBER -> serialNumber = text;
            case MODEL -> model = text;
            case MANUFACTURER -> manufacturer = text;
            default -> status = text;
        }
        return null;
    }

    private String putNumber(FleetField field, String text, double largest, String mustHold) {
        double value = number(text);
        boolean whole = field != FleetField.REFERENCE_POWER_W || value == Math.rint(value);
        if (!(value >= 0 && value <= largest && whole)) {
            return mustHold + ", or empty";
        }
        switch (field) {
            case ACTUAL_HASHRATE_TH -> actualHashrateTh = value;
            case ACTUAL_POWER_W -> actualPowerW = value;
            case REFERENCE_HASHRATE_TH -> referenceHashrateTh = value;
            default -> referencePowerW = value;
        }
        return null;
    }

    /** A decimal number; NaN for anything else, such as the words and hexadecimal digits that Java reads too. */
    private static double number(String text) {
        if (!text.chars().allMatch(c -> "0123456789.-+eE".indexOf(c) >= 0)) {
            return Double.NaN;
        }
        try {
            // A zero without a sign.
            return Double.parseDouble(text) + 0.0;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
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
