package io.minerstream.validator.delivery;

import static io.minerstream.validator.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.delivery.TargetConfig.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryLoopTest {

    private static final Instant RESOLVED_AT = Instant.parse("2026-11-22T09:00:00Z");

    private FakeTarget webhook;
    private FakeTarget other;
    private final DeliveryHarness delivery = new DeliveryHarness();

    @BeforeEach
    void startTargets() throws Exception {
        webhook = new FakeTarget();
        other = new FakeTarget();
    }

    @AfterEach
    void stop() throws Exception {
        delivery.stop();
        webhook.close();
        other.close();
    }

    @Test
    void shouldDeliverEachChangeAndCommitIt() {
        delivery.target(Kind.WEBHOOK, to(webhook)).start();
        delivery.write(firing(17));
        await().until(() -> delivery.committed() == 1);
        delivery.write(resolved(17));
        await().until(() -> delivery.committed() == 2);

        assertThat(states(webhook)).containsExactly("17 FIRING", "17 RESOLVED");
        assertThat(delivery.status(0).sent()).isEqualTo(2);
        assertThat(delivery.status(0).lastSuccess()).isPresent();
    }

    @Test
    void shouldNotTellOfPendingAlerts() {
        delivery.target(Kind.WEBHOOK, to(webhook)).start();
        delivery.write(anAlert().miner(18).state(AlertState.PENDING).build());
        delivery.write(firing(17));
        await().until(() -> delivery.committed() == 2);

        assertThat(states(webhook)).containsExactly("17 FIRING");
    }

    @Test
    void shouldTryAgainUntilTheTargetTakesTheAlert() {
        webhook.answering(body ->
                webhook.requests().size() == 1 ? 503 : webhook.requests().size() == 2 ? 429 : 200);
        delivery.target(Kind.WEBHOOK, to(webhook)).start();
        delivery.write(firing(17));
        await().until(() -> delivery.committed() == 1);

        assertThat(webhook.requests()).hasSize(3);
        assertThat(delivery.status(0).failed()).isEqualTo(2);
    }

    @Test
    void shouldKeepAlertsWhileTheLoginIsWrong() {
        webhook.answering(401);
        delivery.target(Kind.WEBHOOK, to(webhook)).start();
        delivery.write(firing(17));
        await().until(() -> webhook.requests().size() > 2);
        assertThat(delivery.committed()).isZero();
        webhook.answering(200);
        await().until(() -> delivery.committed() == 1);

        assertThat(states(webhook)).containsExactly("17 FIRING");
    }

    @Test
    void shouldDropOnlyTheAlertThatIsRefused() {
        webhook.answering(body -> mentions(body, 13) ? 422 : 200);
        for (int miner = 0; miner < 40; miner++) {
            delivery.write(firing(miner));
        }
        delivery.target(Kind.WEBHOOK, to(webhook)).start();
        await().until(() -> delivery.committed() == 40);

        assertThat(states(webhook)).hasSize(39).doesNotHaveDuplicates().doesNotContain("13 FIRING");
        assertThat(delivery.status(0).refused()).isOne();
    }

    @Test
    void shouldNotHoldUpOtherTargets() {
        webhook.answering(FakeTarget.HANG);
        delivery.target(Kind.WEBHOOK, to(webhook))
                .target(Kind.ALERTMANAGER, to(other))
                .start();
        delivery.write(firing(17));
        await().until(() -> !other.taken().isEmpty());
        delivery.write(resolved(17));
        await().until(() -> other.taken().size() == 2);
        await().until(() -> webhook.requests().size() > 1);
        assertThat(delivery.committed())
                .as("the webhook has not taken the resolution")
                .isLessThan(2);
        webhook.answering(200);
        await().until(() -> delivery.committed() == 2);

        assertThat(states(webhook)).containsExactly("17 RESOLVED");
    }

    @Test
    void shouldShowFiringAlertsToAlertmanagerAgainBeforeTheyEnd() {
        List<Instant> arrivals = new CopyOnWriteArrayList<>();
        other.answering(body -> {
            arrivals.add(Instant.now());
            return 200;
        });
        delivery.target(Kind.ALERTMANAGER, with(to(other), "resend.interval.ms", "200"))
                .start();
        delivery.write(firing(17));
        await().until(() -> other.taken().size() == 4);
        delivery.write(resolved(17));
        await().until(() -> delivery.committed() == 2);
        List<JsonNode> taken = other.taken();

        for (int i = 1; i < taken.size() - 1; i++) {
            assertThat(arrivals.get(i)).isBefore(time(taken.get(i - 1), "endsAt"));
            assertThat(time(taken.get(i), "endsAt"))
                    .isBetween(arrivals.get(i), arrivals.get(i).plusMillis(800));
            assertThat(time(taken.get(i), "endsAt")).isAfter(time(taken.get(i - 1), "endsAt"));
        }
        assertThat(time(taken.get(taken.size() - 1), "endsAt")).isEqualTo(RESOLVED_AT);
    }

    @Test
    void shouldDeliverAfterARestartWhatWasNotDelivered() throws Exception {
        delivery.target(Kind.WEBHOOK, to(webhook)).start();
        delivery.write(firing(17));
        delivery.write(firing(18));
        await().until(() -> delivery.committed() == 2);
        delivery.stop();
        delivery.write(resolved(17));
        delivery.start();
        await().until(() -> delivery.committed() == 3);

        assertThat(states(webhook)).containsExactly("17 FIRING", "18 FIRING", "17 RESOLVED");
    }

    @Test
    void shouldShowFiringAlertsToAlertmanagerAfterARestart() throws Exception {
        delivery.target(Kind.ALERTMANAGER, to(other)).start();
        delivery.write(firing(17));
        delivery.write(firing(18));
        delivery.write(resolved(18));
        await().until(() -> delivery.committed() == 3);
        delivery.stop();
        int before = other.taken().size();
        delivery.start();
        await().until(() -> other.taken().size() > before);

        assertThat(other.taken().get(before).at("/labels/miner").asText()).isEqualTo("17");
        assertThat(other.taken()).hasSize(before + 1);
    }

    @Test
    void shouldTellAtTheFirstStartOfWhatFiresButNotOfWhatIsOver() {
        delivery.write(firing(17));
        delivery.write(firing(18));
        delivery.write(resolved(17));
        delivery.target(Kind.WEBHOOK, to(webhook)).start();
        await().until(() -> delivery.committed() == 3);

        assertThat(states(webhook)).containsExactly("18 FIRING");
    }

    @Test
    void shouldLogIn() {
        delivery.target(Kind.WEBHOOK, with(to(webhook), "basic.auth.user.info", "user:secret"))
                .target(Kind.ALERTMANAGER, with(to(other), "bearer.auth.token", "token"))
                .start();
        delivery.write(firing(17));
        await().until(() -> delivery.committed() == 1);

        assertThat(webhook.logins()).containsExactly("Basic dXNlcjpzZWNyZXQ=");
        assertThat(other.logins()).containsExactly("Bearer token");
    }

    private static Map<String, String> to(FakeTarget target) {
        return Map.of(
                "url", target.url(), "batch.size", "20", "retries.max.wait.ms", "100", "request.timeout.ms", "300");
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    private static TelemetryAlert firing(int miner) {
        return anAlert().miner(miner).build();
    }

    private static TelemetryAlert resolved(int miner) {
        return anAlert().miner(miner).resolvedAt(RESOLVED_AT).build();
    }

    private static List<String> states(FakeTarget webhook) {
        return webhook.taken().stream()
                .map(alert ->
                        alert.get("minerId").asText() + " " + alert.get("state").asText())
                .toList();
    }

    private static boolean mentions(JsonNode body, int miner) {
        return StreamSupport.stream(body.get("alerts").spliterator(), false)
                .anyMatch(alert -> alert.get("minerId").asInt() == miner);
    }

    private static Instant time(JsonNode alert, String field) {
        return Instant.parse(alert.get(field).asText());
    }
}
