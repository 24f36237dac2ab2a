package io.minerstream.connect.copy.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameFormatTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "${topic}, readings, \"readings\"",
                "${topic}, my.topic, \"my.topic\"",
                "s.${topic}_raw, readings, \"s\".\"readings_raw\"",
                "Mixed.Case, x, \"Mixed\".\"Case\"",
                "\"a.b\".\"c\"\"d\", x, \"a.b\".\"c\"\"d\"",
                "${topic}, a\"b, \"a\"\"b\"",
            })
    void shouldKeepNamesAsTheyAre(String format, String topic, String quoted) {
        assertThat(TableNameFormat.parse("table.name.format", format).of(topic).quoted())
                .isEqualTo(quoted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.", ".a", "a.b.c", "\"a"})
    void shouldRefuseWhatIsNoName(String format) {
        assertThatThrownBy(() -> TableNameFormat.parse("table.name.format", format))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("must be table, schema.table, or these in double quotes; ${topic} is the topic");
    }

    @Test
    void shouldRefuseANameThatPostgresqlWouldCut() {
        TableNameFormat format = TableNameFormat.parse("table.name.format", "${topic}");

        assertThat(format.of("x".repeat(63)).name()).hasSize(63);
        assertThatThrownBy(() -> format.of("x".repeat(64)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a name must have at most 63 bytes");
    }
}
