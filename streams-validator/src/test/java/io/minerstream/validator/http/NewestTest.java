package io.minerstream.validator.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewestTest {

    @Test
    void shouldForgetWhatChangedLeastRecently() {
        Newest<Integer> newest = new Newest<>(3);
        newest.put("a", 1);
        newest.put("b", 2);
        newest.put("c", 3);
        newest.put("a", 4);

        newest.put("d", 5);

        assertThat(newest.select(value -> true)).containsExactly(3, 4, 5);
        assertThat(newest.count(value -> value > 3)).isEqualTo(2);
    }
}
