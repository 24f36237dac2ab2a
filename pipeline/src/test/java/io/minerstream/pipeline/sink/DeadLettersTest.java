package io.minerstream.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLettersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            topic t: hashrate must be a finite number, got NaN | hashrate must be a finite number
            topic t: a must be at least 0, got -5; b must have a value, got null | a must be at least 0; b must have a value
            topic t: the message is no Avro record of schema id 3 (41 bytes): java.io.EOFException | \
            the message is no Avro record of schema id 3 (... bytes): java.io.EOFException
            Failed to deserialize data to integer: | Failed to deserialize data to integer:
            """)
    void shouldNameTheKindOfAReasonWithoutTheValueThatCame(String reason, String kind) {
        assertThat(DeadLetters.kindOf(reason)).isEqualTo(kind);
    }
}
