package io.minerstream.schemas.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class NumberTextPropertyTest {

    @Property
    void shouldReadWhatJavaWrites(
            @ForAll long whole, @ForAll int narrow, @ForAll @DoubleRange(min = -1e300, max = 1e300) double decimal) {
        assertThat(NumberText.whole(Long.toString(whole))).isEqualTo(whole);
        assertThat(NumberText.wholeInt(Integer.toString(narrow))).isEqualTo(narrow);
        assertThat(NumberText.decimal(Double.toString(decimal))).isEqualTo(decimal + 0.0);
    }

    @Property
    void shouldReadNoDigitsOfOtherScripts(@ForAll @IntRange(min = 0x80, max = Character.MAX_CODE_POINT) int digit) {
        String text = Character.toString(digit);

        refuse("1" + text);
        refuse(text);
    }

    /** Anything: either a number of ASCII characters, or refused as no number. */
    @Property
    void shouldReadNothingElse(@ForAll String text) {
        try {
            NumberText.decimal(text);
            assertThat(text).matches("[-+.eE0-9]+");
        } catch (NumberFormatException e) {
            assertThat(e).hasMessageContaining(text);
        }
    }

    @Example
    void shouldReadNoFormsOfJavaAlone() {
        for (String text :
                new String[] {"", " 1", "1_000", "0x1p3", "100d", "3000f", "NaN", "Infinity", "1e309", "1e", "."}) {
            refuse(text);
        }
    }

    private static void refuse(String text) {
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> NumberText.whole(text));
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> NumberText.wholeInt(text));
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> NumberText.decimal(text));
    }
}
