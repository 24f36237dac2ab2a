package io.minerstream.validator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTest {

    private final Login login =
            new Login(new HttpSettings(Map.of("basic.auth.user.info", "ops:häfen:1", "bearer.auth.token", "abc.DEF")));

    @ParameterizedTest
    @CsvSource({
        // Base64 of "ops:häfen:1" in UTF-8.
        "Basic b3BzOmjDpGZlbjox, true",
        "basic b3BzOmjDpGZlbjox, true",
        "Bearer abc.DEF, true",
        "BEARER   abc.DEF, true",
        "Bearer abc.def, false",
        "Bearer abc.DEFG, false",
        "Bearer abc.DE, false",
        "Basic abc.DEF, false",
        "Bearer b3BzOmjDpGZlbjox, false",
        "abc.DEF, false",
        "Bearer, false",
        "'', false",
        ", false"
    })
    void shouldAdmitTheTwoLoginsAlone(String authorization, boolean admitted) {
        assertThat(login.admits(authorization)).isEqualTo(admitted);
    }

    @Test
    void shouldAdmitEverybodyWhenThereIsNoLogin() {
        assertThat(new Login(HttpSettings.NONE).admits(null)).isTrue();
    }
}
