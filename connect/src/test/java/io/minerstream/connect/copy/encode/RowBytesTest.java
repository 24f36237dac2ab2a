package io.minerstream.connect.copy.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RowBytesTest {

    private static byte[] content(RowBytes bytes) {
        return Arrays.copyOf(bytes.array(), bytes.size());
    }

    @Property(tries = 300)
    void shouldWriteTextAsJavaDoes(@ForAll @StringLength(max = 100) String text) {
        byte[] expected = text.getBytes(StandardCharsets.UTF_8);
        RowBytes bytes = new RowBytes();
        boolean holds = text.indexOf('\0') < 0 && new String(expected, StandardCharsets.UTF_8).equals(text);
        if (holds) {
            assertThat(bytes.utf8(text)).isEqualTo(text.codePointCount(0, text.length()));
            assertThat(content(bytes)).isEqualTo(expected);
        } else {
            assertThatThrownBy(() -> bytes.utf8(text)).isInstanceOf(BadValueException.class);
        }
    }

    @Test
    void shouldGrowAndForget() {
        RowBytes bytes = new RowBytes();
        for (int i = 0; i < 100_000; i++) {
            bytes.field8(i);
        }
        assertThat(bytes.size()).isEqualTo(1_200_000);
        bytes.truncate(12);

        bytes.field1(1);
        bytes.nullField();

        assertThat(content(bytes))
                .isEqualTo(new byte[] {0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, -1, -1, -1, -1});
    }

    @Test
    void shouldBeBigEndian() {
        RowBytes bytes = new RowBytes();
        bytes.int16(0x0102);
        bytes.field2(-2);
        bytes.field4(0x01020304);

        assertThat(content(bytes)).isEqualTo(new byte[] {1, 2, 0, 0, 0, 2, -1, -2, 0, 0, 0, 4, 1, 2, 3, 4});
    }
}
