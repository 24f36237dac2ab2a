package io.minerstream.connect.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class RejectionLogTest {

    private final List<String> lines = new ArrayList<>();
    private final Logger logger = (Logger) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, args) -> {
                lines.add(method.getName() + " " + args[1] + " " + args[2]);
                return null;
            });

    @Test
    void shouldLogTheFirstRecordAtOnceAndTheOthersAsANumber() {
        RejectionLog log = new RejectionLog(logger, Duration.ofDays(1));

        for (int i = 0; i < 3_822; i++) {
            log.add("reason " + i);
        }
        assertThat(lines).containsExactly("warn 1 reason 0");

        log.flush();
        log.flush();
        assertThat(lines).containsExactly("warn 1 reason 0", "warn 3821 reason 3821");
    }

    @Test
    void shouldLogAgainAfterTheInterval() {
        RejectionLog log = new RejectionLog(logger, Duration.ZERO);

        log.add("first");
        log.add("second");

        assertThat(lines).containsExactly("warn 1 first", "warn 1 second");
    }
}
