package io.minerstream.validator.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.schemas.serde.RegistryUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class RegistryWaitTest {

    private static final int ID = 7;

    private final RegistryWait wait = new RegistryWait(Duration.ofSeconds(10));
    private final RegistryUnavailableException away =
            new RegistryUnavailableException("no registry", new IOException("refused"));
    private final List<String> reasons = new ArrayList<>();

    /** The second attempt succeeds. */
    private String secondAttempt() {
        reasons.add(wait.reason());
        if (reasons.size() < 2) {
            throw away;
        }
        return "decoded";
    }

    /** One whose thread has waited in vain. */
    private RegistryWait givenUp() {
        return givenUp(new RegistryWait(Duration.ofMillis(1)));
    }

    private RegistryWait givenUp(RegistryWait brief) {
        assertThatThrownBy(() -> brief.retry(ID, away, () -> {
                    throw away;
                }))
                .isSameAs(away);
        return brief;
    }

    @Test
    void shouldWaitUntilTheRegistryAnswersAndSayWhy() {
        assertThat(wait.retry(ID, away, this::secondAttempt)).isEqualTo("decoded");
        assertThat(reasons).containsExactly("no registry", "no registry");
        assertThat(wait.reason()).isNull();
    }

    @Test
    void shouldTakeARefusalForAnAnswer() {
        SerializationException refused = new SerializationException("unknown id");

        assertThatThrownBy(() -> wait.retry(ID, away, () -> {
                    throw refused;
                }))
                .isSameAs(refused);
        assertThat(wait.reason()).isNull();
    }

    @Test
    void shouldGiveUpAfterFiveGracePeriodsAndSayWhyItStillWaits() {
        RegistryWait brief = givenUp();

        assertThat(brief.reason()).isEqualTo("no registry");
    }

    @Test
    void shouldEndWhenClosed() {
        wait.close();

        assertThatThrownBy(() -> wait.retry(ID, away, this::secondAttempt)).isSameAs(away);
        assertThat(reasons).isEmpty();
    }

    @Test
    void shouldStillWaitWhenOthersUseSchemasThatTheyKnow() {
        RegistryWait brief = givenUp();
        brief.failed("the thread failed: no registry");

        brief.known(ID + 1);
        assertThat(brief.reason()).isEqualTo("the thread failed: no registry");

        // By the thread that took its place.
        brief.known(ID);
        assertThat(brief.reason()).isNull();
    }

    @Test
    void shouldTakeAnySchemaForAnAnswerWhenItIsUnknownWhichOneWasMissing() {
        wait.failed("no registry");

        wait.known(ID);

        assertThat(wait.reason()).isNull();
    }

    @Test
    void shouldForgetAThreadThatDoesNotFailAgain() {
        RegistryWait brief = givenUp(new RegistryWait(Duration.ofMillis(1), Duration.ZERO));

        brief.known(ID + 1);

        assertThat(brief.reason()).isNull();
    }
}
