package io.minerstream.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientPrincipalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | none | User:ANONYMOUS",
                "PLAINTEXT | none | User:ANONYMOUS",
                "SASL_SSL | a.PlainLoginModule required username=\"alice\" password=\"username=bob\"; | User:alice",
                "SASL_PLAINTEXT | a.ScramLoginModule required password='p' username='carol'; | User:carol",
                "SASL_SSL | a.PlainLoginModule required username=dave password=x; | User:dave",
                "SASL_SSL | a.Krb5LoginModule required useKeyTab=true; | none",
                "SSL | none | none"
            })
    void shouldKnowTheUserThatTheSettingsName(String protocol, String jaas, String name) {
        Map<String, String> properties = new HashMap<>();
        properties.put("security.protocol", protocol);
        properties.put("sasl.jaas.config", jaas);

        assertThat(ClientPrincipal.of(properties)).isEqualTo(new ClientPrincipal(name));
    }

    @Test
    void shouldSayWhatIsMissingAndHowToGrantIt() {
        assertThat(new ClientPrincipal("User:alice").lacks("topic x", "Read and Write", "may Describe", "--topic x"))
                .isEqualTo(
                        "topic x: User:alice must be allowed to Read and Write, may Describe; grant it: kafka-acls.sh --add "
                                + "--allow-principal User:alice --operation Read --operation Write --topic x");
        assertThat(new ClientPrincipal(null).lacks("topic x", "Read", "is refused", "--topic x"))
                .isEqualTo(
                        "topic x: the principal of the client must be allowed to Read, is refused; grant it: kafka-acls.sh --add "
                                + "--allow-principal PRINCIPAL --operation Read --topic x");
    }
}
