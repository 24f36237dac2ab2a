package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorAnswerTest {

    private static final String NO_REGISTRY =
            "the server there is not a schema registry, or its path is wrong (HTTP %s); "
                    + "check schema.registry.url (Apicurio's has the path /apis/ccompat/v7)";

    @ParameterizedTest
    @CsvSource({
        "400, false",
        "401, false",
        "403, false",
        "404, false",
        "408, true",
        "409, false",
        "422, false",
        "429, true",
        "500, true",
        "502, true",
        "503, true",
        "504, true"
    })
    void shouldTellWhatMayPassByTheStatusAlone(int status, boolean mayPass) {
        assertThat(new ErrorAnswer(status, status * 100 + 1, "from the registry").mayPass())
                .isEqualTo(mayPass);
        assertThat(new ErrorAnswer(status, 50_005, "<html>").mayPass()).isEqualTo(mayPass);
        assertThat(new ErrorAnswer(status, 0, null).mayPass()).isEqualTo(mayPass);
    }

    @ParameterizedTest
    @CsvSource({
        "404, 40401, Subject not found.",
        "404, 40403, Schema not found",
        "409, 409, incompatible",
        "422, 42201, Invalid schema"
    })
    void shouldPassOnTheWordsOfTheRegistry(int status, int code, String message) {
        ErrorAnswer answer = new ErrorAnswer(status, code, message);

        assertThat(answer.refusal()).isEqualTo(message);
        assertThat(answer.summary()).isEqualTo("HTTP " + status + ": " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "404, 40403, true",
        "422, 42201, true",
        "401, 40101, false",
        "403, 40301, false",
        "404, 50005, false",
        "404, 404, false",
        "405, 0, false"
    })
    void shouldTellWhatIsSaidOfTheSchemaFromWhatIsSaidToEverybody(int status, int code, boolean ofThisCall) {
        assertThat(new ErrorAnswer(status, code, "no").isOfThisCall()).isEqualTo(ofThisCall);
    }

    @ParameterizedTest
    @CsvSource({"404, 50005", "404, 404", "404, 0", "405, 50005", "405, 0", "400, 50005"})
    void shouldSayThatNoRegistryAnswered(int status, int code) {
        assertThat(new ErrorAnswer(status, code, "<html>").refusal()).isEqualTo(NO_REGISTRY.formatted(status));
    }

    @ParameterizedTest
    @CsvSource({"502, 50005", "503, 0"})
    void shouldSumUpAPageByItsStatus(int status, int code) {
        assertThat(new ErrorAnswer(status, code, "<html>").summary()).isEqualTo("HTTP " + status);
    }

    @ParameterizedTest
    @CsvSource({"401, 40101", "401, 50005", "403, 40301", "403, 0"})
    void shouldNameTheCredentialsWhenAccessIsDenied(int status, int code) {
        assertThat(new ErrorAnswer(status, code, "who are you").refusal())
                .isEqualTo("access denied (HTTP " + status + "); check basic.auth.* or bearer.auth.*");
    }
}
