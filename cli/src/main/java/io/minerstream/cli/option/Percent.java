package io.minerstream.cli.option;

import io.minerstream.schemas.bound.NumberText;
import java.math.BigDecimal;

/**
 * A percentage.
 *
 * @param value per hundred, from 0 to 1000
 */
public record Percent(double value) {

    private static final double MOST = 1000;

    private static final String FORM = "percentage: must be from 0% to 1000%, for example 10%, got ";

    public Percent {
        if (!(value >= 0 && value <= MOST)) {
            throw new IllegalArgumentException(
                    FORM + BigDecimal.valueOf(value).stripTrailingZeros().toPlainString() + "%");
        }
    }

    /**
     * Reads a number with a percent sign.
     *
     * @throws IllegalArgumentException for any other text
     */
    static Percent parse(String text) {
        if (!text.endsWith("%")) {
            throw new IllegalArgumentException(FORM + "'" + text + "'");
        }
        try {
            return new Percent(NumberText.decimal(text.substring(0, text.length() - 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(FORM + "'" + text + "'", e);
        }
    }

    /** For example {@code 10%}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString() + "%";
    }
}
