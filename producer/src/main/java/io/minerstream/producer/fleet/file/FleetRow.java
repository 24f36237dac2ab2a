package io.minerstream.producer.fleet.file;

import io.minerstream.producer.fleet.MinerModel;

/** The miner of a fleet file that is being read. */
final class FleetRow extends FileRow<FleetField> {

    /** TH/s; some ten times the largest machine, and less than any machine's figure in GH/s. */
    static final double LARGEST_HASHRATE_TH = 10_000;

    /** W; some ten times the largest machine. */
    static final double LARGEST_POWER_W = 100_000;

    /** Characters that the warehouse has for all other texts. */
    private static final int LONGEST_TEXT = 100;

    private final FleetRows rows;
    private final int defaultSite;

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
    FleetRow(FleetRows rows, FileFindings findings, int defaultSite) {
        super(FleetField.FIELDS, FleetField.class, findings);
        this.rows = rows;
        this.defaultSite = defaultSite;
    }

    @Override
    void reset() {
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

    @Override
    String take(FleetField field, String text) {
        return switch (field) {
            case MINER_ID, SITE_ID -> putId(field, text);
            case SERIAL_NUMBER, MODEL, MANUFACTURER, STATUS -> putText(field, text);
            case ACTUAL_HASHRATE_TH, REFERENCE_HASHRATE_TH ->
                putNumber(field, text, LARGEST_HASHRATE_TH, "a number of TH/s from 0 to 10000");
            case ACTUAL_POWER_W -> putNumber(field, text, LARGEST_POWER_W, "a number of W from 0 to 100000");
            case REFERENCE_POWER_W -> putNumber(field, text, LARGEST_POWER_W, "a whole number of W from 0 to 100000");
        };
    }

    /** When its id and serial number are right the miner is kept, be it only to find others that have the same. */
    @Override
    void finish() {
        boolean described =
                manufacturer != null || !Double.isNaN(referenceHashrateTh) || !Double.isNaN(referencePowerW);
        if (model == null && described && !isWrong(FleetField.MODEL)) {
            findings.find(
                    line(), column(), "model: must be given with its manufacturer or reference values, got only those");
        }
        boolean known = has(FleetField.MINER_ID) && has(FleetField.SERIAL_NUMBER);
        if (known) {
            MinerModel minerModel = model == null || isModelWrong() ? null : minerModel();
            rows.add(
                    line(),
                    column(),
                    siteId,
                    minerId,
                    serialNumber,
                    minerModel,
                    actualHashrateTh,
                    actualPowerW,
                    status);
        }
    }

    private MinerModel minerModel() {
        return rows.model(
                line(),
                column(),
                new MinerModel(MinerModel.NO_ID, model, manufacturer, referenceHashrateTh, referencePowerW));
    }

    private boolean isModelWrong() {
        return isWrong(FleetField.MANUFACTURER)
                || isWrong(FleetField.REFERENCE_HASHRATE_TH)
                || isWrong(FleetField.REFERENCE_POWER_W);
    }

    private String putId(FleetField field, String text) {
        int value = id(text);
        if (value == 0) {
            return ID;
        }
        if (field == FleetField.MINER_ID) {
            minerId = value;
        } else {
            siteId = value;
        }
        return null;
    }

    private String putText(FleetField field, String text) {
        String problem = textProblem(text, field == FleetField.STATUS ? LONGEST_STATUS : LONGEST_TEXT);
        if (problem != null) {
            return problem;
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
}
