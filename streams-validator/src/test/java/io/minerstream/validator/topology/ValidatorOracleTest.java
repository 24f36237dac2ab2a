package io.minerstream.validator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.input.QuarantineHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.KeyValue;

/** Whatever comes: alerts, verdicts and quarantine are those of the slow model, to the last field but the wall-clock times. */
class ValidatorOracleTest {

    /** What came out, or must. */
    private record Found(
            Map<String, List<TelemetryAlert>> alerts,
            Map<String, List<WindowVerdict>> verdicts,
            List<String> quarantine) {}

    @Provide
    Arbitrary<ArrivalPlans.Spec> plans() {
        return ArrivalPlans.any();
    }

    @Property(tries = 200)
    void shouldFindWhatTheSlowModelFinds(@ForAll("plans") ArrivalPlans.Spec spec) {
        ArrivalPlan plan = spec.plan();
        // First: Avro, with which the model copies alerts, trusts their classes once a serializer of ours was made.
        Found actual = plan.partitions() == 1 ? foundByTopology(plan) : foundByPartitions(plan);
        NaiveValidator model = new NaiveValidator(plan);
        Found expected = new Found(model.alerts(), model.verdicts, model.quarantine);
        Statistics.label("silent miners").collect(isAny(expected, "silent_miner/"));
        Statistics.label("site alerts").collect(isAny(expected, "/site/"));
        Statistics.label("rules").collect(plan.rules().overrides().isEmpty() ? "built in" : "overridden");

        assertEqual(actual, expected);
    }

    private static String isAny(Found found, String part) {
        return found.alerts.keySet().stream().anyMatch(fingerprint -> fingerprint.contains(part)) ? "some" : "none";
    }

    private static void assertEqual(Found actual, Found expected) {
        assertThat(difference(actual.quarantine, expected.quarantine)).isEmpty();
        assertThat(difference(lines(actual.verdicts), lines(expected.verdicts))).isEmpty();
        assertThat(difference(lines(actual.alerts), lines(expected.alerts))).isEmpty();
        assertThat(actual).as("the same in another order").isEqualTo(expected);
    }

    private static <T> List<String> lines(Map<String, List<T>> records) {
        return records.values().stream()
                .flatMap(List::stream)
                .map(String::valueOf)
                .toList();
    }

    private static List<String> difference(List<String> actual, List<String> expected) {
        List<String> difference = new ArrayList<>();
        List<String> missing = new ArrayList<>(expected);
        actual.stream().filter(line -> !missing.remove(line)).forEach(line -> difference.add("came: " + line));
        missing.forEach(line -> difference.add("must come: " + line));
        return difference;
    }

    private static Found foundByTopology(ArrivalPlan plan) {
        Duration window = Duration.ofHours(plan.windowHours());
        try (ValidatorHarness harness = new ValidatorHarness(
                window, StateBounds.DEFAULT, plan.eventTime(), plan.rules().policies())) {
            plan.arrivals().forEach(harness::accept);
            return found(
                    harness.alertRecords(),
                    harness.verdicts(),
                    harness.quarantined().stream().map(record -> record.headers()));
        }
    }

    private static Found foundByPartitions(ArrivalPlan plan) {
        Duration window = Duration.ofHours(plan.windowHours());
        try (PartitionedJudges judges =
                new PartitionedJudges(window, plan.eventTime(), plan.rules().policies(), plan.partitions())) {
            plan.arrivals().forEach(judges::accept);
            return found(judges.alerts, judges.verdicts, judges.quarantined.stream());
        }
    }

    private static Found found(
            List<KeyValue<String, TelemetryAlert>> alerts, List<WindowVerdict> verdicts, Stream<Headers> quarantine) {
        Map<String, List<TelemetryAlert>> alertsByKey = new TreeMap<>();
        for (KeyValue<String, TelemetryAlert> alert : alerts) {
            if (alert.value != null) {
                alert.value.setRaisedAt(Instant.EPOCH);
            }
            alertsByKey.computeIfAbsent(alert.key, any -> new ArrayList<>()).add(alert.value);
        }
        Map<String, List<WindowVerdict>> verdictsByKey = new TreeMap<>();
        for (WindowVerdict verdict : verdicts) {
            verdict.setDecidedAt(Instant.EPOCH);
            String key = "%s:%s/%s".formatted(verdict.getSiteId(), verdict.getWindowStart(), verdict.getWindowEnd());
            verdictsByKey.computeIfAbsent(key, any -> new ArrayList<>()).add(verdict);
        }
        return new Found(
                alertsByKey,
                verdictsByKey,
                quarantine.map(ValidatorOracleTest::reason).toList());
    }

    /** Partition, offset and reason, up to where the model has dots. */
    private static String reason(Headers headers) {
        String message = ValidatorHarness.header(headers, QuarantineHandler.MESSAGE)
                .replaceFirst("^(topic miner-telemetry: )(?!the value must not be null).*", "$1...")
                .replaceFirst("; its roster entry is elsewhere: set the producer's.*", "...");
        return ValidatorHarness.header(headers, QuarantineHandler.PARTITION) + "@"
                + ValidatorHarness.header(headers, QuarantineHandler.OFFSET) + ": " + message;
    }
}
