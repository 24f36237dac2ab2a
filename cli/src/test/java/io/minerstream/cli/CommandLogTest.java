package io.minerstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.stack.process.SecretHidingLogEvents;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;

class CommandLogTest {

    @Test
    void shouldHideSecretsInLogOfTheCommand() {
        assertThat(LoggerContext.getContext(false)
                        .getConfiguration()
                        .getRootLogger()
                        .getLogEventFactory())
                .isInstanceOf(SecretHidingLogEvents.class);
    }
}
