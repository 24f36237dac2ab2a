package io.minerstream.validator.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.run.Interval;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.serde.AvroRecordSerde;
import io.minerstream.validator.policy.Length;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.PolicyChange;
import io.minerstream.validator.policy.RuleChange;
import io.minerstream.validator.rule.Breach;
import io.minerstream.validator.rule.ReadingRules;
import io.minerstream.validator.rule.ReceivedReading;
import io.minerstream.validator.rule.RosteredMiner;
import io.minerstream.validator.rule.RuleSet;
import io.minerstream.validator.rule.TimeWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule that must be broken for two hours, fires for three at least, and is repeated every four. */
class AlertBookTest {

    private static final MinerPolicy POLICY =
            policy(new RuleChange(null, null, hours(2), hours(3), Length.ofIntervals(1), hours(4), null));

    private static final MinerPolicy OFF = policy(new RuleChange(false, null, null, null, null, null, null));

    /** One good reading ends its alerts. */
    private static final MinerPolicy WARNING =
            policy(new RuleChange(null, Severity.WARNING, null, Length.NONE, Length.NONE, null, null));

    private static final RosteredMiner ACTIVE = new RosteredMiner(
            5,
            "active",
            new Baseline(Baseline.DEFAULT_HASHRATE_TH, Baseline.DEFAULT_POWER_W),
            "Antminer S19",
            MinerPolicy.DEFAULT);
    private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");
    private static final long RUN = new RunId("run00001").packed();
    private static final int ALL_RULES = 0xff;

    @TempDir
    private Path stateDir;

    private final List<AlertChange> changes = new ArrayList<>();
    private KeyValueStore<Integer, List<ActiveAlert>> store;
    private AlertBook book;

    @BeforeEach
    void start() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "book");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("alerts"),
                        Serdes.Integer(),
                        ActiveAlert.serde(
                                AvroRecordSerde.of(
                                        TelemetryAlert.class, Map.of("schema.registry.url", "mock://alert-book")),
                                "telemetry-alerts"))
                .withLoggingDisabled()
                .build();
        store.init(
                new MockProcessorContext<>(properties, new TaskId(0, 0), stateDir.toFile()).getStateStoreContext(),
                store);
        restart();
    }

    private void restart() {
        book = new AlertBook(store, 10, changes::add);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void shouldBePendingThenFireThenRepeatThenResolve() {
        for (int hour = 0; hour <= 7; hour++) {
            bad(hour);
            restart();
        }
        for (int hour = 8; hour <= 11; hour++) {
            good(hour);
            restart();
        }

        assertThat(changes)
                .extracting(change -> change.alert().getState() + " "
                        + change.alert().getLastEvidence().getOffset() + " "
                        + change.alert().getResolvedAt())
                .containsExactly("PENDING 0 null", "FIRING 2 null", "FIRING 6 null", "RESOLVED 7 2026-11-22T08:00:00Z");
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.alert().getStartsAt()).isEqualTo(MIDNIGHT);
            assertThat(change.alert().getFirstEvidence()).isEqualTo(new Evidence("readings", 0, 0L));
        });
        assertThat(store.get(17)).isNull();
    }

    @Test
    void shouldWithdrawAnAlertThatNeverFired() {
        bad(0);
        good(1);

        assertThat(changes).hasSize(2);
        assertThat(changes.get(0).alert().getState()).isEqualTo(AlertState.PENDING);
        assertThat(changes.get(1)).isEqualTo(new AlertChange("range/hashrate", 5, 17, "", null));
        assertThat(changes.get(1).fingerprint()).isEqualTo("range/hashrate/miner/17");
    }

    @Test
    void shouldKeepTheAlertWhenTheReadingBreaksAnotherRuleOfTheMetricOrWasNotJudgedByIt() {
        bad(0);
        ReceivedReading reading = reading(1, 110);
        book.judged(reading, POLICY, RuleSet.bit(Rule.LATE), List.of(), 0);
        book.judged(reading, POLICY, ALL_RULES, ReadingRules.check(ACTIVE, reading(1, Double.NaN)), 0);

        assertThat(changes).hasSize(1);
    }

    @Test
    void shouldWithdrawPendingAlertsOfARemovedMiner() {
        bad(0);
        book.removed(17, MIDNIGHT.toEpochMilli(), 0);

        assertThat(changes).extracting(AlertChange::alert).hasSize(2).endsWith((TelemetryAlert) null);
        assertThat(store.get(17)).isNull();
    }

    @Test
    void shouldEndAlertsOfARuleThatIsSwitchedOff() {
        bad(0);
        restart();
        book.judged(reading(1, 500), OFF, ALL_RULES, List.of(), 0);
        for (int hour = 2; hour <= 4; hour++) {
            bad(hour);
        }
        restart();
        book.judged(reading(5, 500), OFF, ALL_RULES, List.of(), 0);

        assertThat(states()).containsExactly("PENDING", "withdrawn", "PENDING", "FIRING", "RESOLVED");
        assertThat(changes.get(4).alert().getResolvedAt()).isEqualTo(MIDNIGHT.plus(Duration.ofHours(5)));
        assertThat(store.get(17)).isNull();
    }

    @Test
    void shouldEndAlertsOfARuleThatIsSwitchedOffWithTheNextWindowOfASilentMiner() {
        for (int hour = 0; hour <= 2; hour++) {
            bad(hour);
        }
        restart();
        long midnight = Interval.HOURLY.floor(MIDNIGHT);
        book.judged(17, OFF, 5, RUN, new TimeWindow(Interval.HOURLY, midnight, midnight + 24), List.of(), 0);

        assertThat(states()).containsExactly("PENDING", "FIRING", "RESOLVED");
    }

    @Test
    void shouldFollowANewPolicyFromTheNextReadingOn() {
        for (int hour = 0; hour <= 2; hour++) {
            bad(hour);
        }
        restart();
        bad(3, WARNING);
        bad(4, WARNING);
        book.judged(reading(5, 110), WARNING, ALL_RULES, List.of(), 0);

        assertThat(states()).containsExactly("PENDING", "FIRING", "FIRING", "RESOLVED");
        assertThat(changes)
                .extracting(change -> change.alert().getSeverity())
                .containsExactly(Severity.CRITICAL, Severity.CRITICAL, Severity.WARNING, Severity.WARNING);
    }

    @Test
    void shouldNotEndAnAlertByAnOutdatedOffenceOfWhichAnotherPolicyWouldHaveEndedIt() {
        for (int hour = 0; hour <= 2; hour++) {
            bad(hour);
        }
        good(3);
        bad(1, WARNING);

        assertThat(states()).containsExactly("PENDING", "FIRING");
    }

    private List<String> states() {
        return changes.stream()
                .map(change -> change.alert() == null
                        ? "withdrawn"
                        : change.alert().getState().name())
                .toList();
    }

    private void bad(int hour) {
        bad(hour, POLICY);
    }

    private void bad(int hour, MinerPolicy policy) {
        ReceivedReading reading = reading(hour, 500);
        for (Breach breach : ReadingRules.check(ACTIVE, reading)) {
            Evidence evidence = new Evidence("readings", 0, reading.offset());
            book.offend(
                    new Offence(breach, policy, 5, true, reading.run(), reading.interval(), null, evidence, evidence),
                    0);
        }
        book.judged(reading, policy, ALL_RULES, ReadingRules.check(ACTIVE, reading), 0);
    }

    private void good(int hour) {
        book.judged(reading(hour, 110), POLICY, ALL_RULES, List.of(), 0);
    }

    private static ReceivedReading reading(int hour, double hashrateTh) {
        long atMs = MIDNIGHT.plus(Duration.ofHours(hour)).toEpochMilli();
        return new ReceivedReading(17, RUN, Interval.HOURLY, atMs, hashrateTh, 3000, 75.0, 5000, 0, hour);
    }

    private static MinerPolicy policy(RuleChange ofRange) {
        return MinerPolicy.DEFAULT.with(new PolicyChange(Map.of(), Map.of(Rule.RANGE, ofRange)));
    }

    private static Length hours(int hours) {
        return new Length(0, Duration.ofHours(hours));
    }
}
