package io.minerstream.validator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "8090, 127.0.0.1, 8090, false",
        "127.0.0.1:0, 127.0.0.1, 0, false",
        "[::1]:8090, [::1], 8090, false",
        "localhost:8090, localhost, 8090, false",
        "0.0.0.0:65535, 0.0.0.0, 65535, true",
        "192.0.2.1:8090, 192.0.2.1, 8090, true"
    })
    void shouldReadHostAndPort(String text, String host, int port, boolean isPublic) {
        HttpAddress address = HttpAddress.parse(text);

        assertThat(address).isEqualTo(new HttpAddress(host, port));
        assertThat(address.isPublic()).isEqualTo(isPublic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":8090", "localhost", "localhost:", "localhost:65536", "localhost:-1", "localhost:8o90"})
    void shouldRefuseAnythingElse(String text) {
        assertThatThrownBy(() -> HttpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be HOST:PORT or PORT, with a port up to 65535, such as 127.0.0.1:8090, got '" + text
                        + "'");
    }

    @Test
    void shouldTellOthersTheNameOfTheMachineWhenItListensOnAllInterfaces() throws UnknownHostException {
        assertThat(HttpAddress.parse("0.0.0.0:8090").advertised())
                .isEqualTo(new HttpAddress(InetAddress.getLocalHost().getHostName(), 8090));
        assertThat(HttpAddress.parse("127.0.0.1:8090").advertised()).isEqualTo(new HttpAddress("127.0.0.1", 8090));
    }
}
