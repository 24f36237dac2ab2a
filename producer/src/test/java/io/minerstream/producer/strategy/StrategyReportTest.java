package io.minerstream.producer.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.CurtailmentStrategy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StrategyReportTest {

    @Test
    void shouldPassTheDefaults() {
        StrategyReport report = StrategyReport.of(5, entries(StrategySet.defaults(5)));

        assertThat(report.passed()).isTrue();
        assertThat(report.total()).isEqualTo(4);
        assertThat(report.active()).isEqualTo(4);
    }

    @Test
    void shouldFailWhenThereIsNone() {
        StrategyReport report = StrategyReport.of(5, entries(StrategySet.defaults(6)));

        assertThat(report.passed()).isFalse();
        assertThat(report.missing())
                .containsExactly("performance_priority", "customer_priority", "fair_distribution", "custom");
    }

    @Test
    void shouldNameWhatIsMissingExtraAndWrong() {
        List<StrategyEntry> entries = new ArrayList<>(entries(StrategySet.defaults(5)));
        entries.remove(3);
        CurtailmentStrategy weighty = StrategyType.FAIR_DISTRIBUTION.defaultFor(5);
        weighty.setUptimeWeight(0.9);
        weighty.setIsActive(false);
        entries.set(2, entry("fair_distribution", weighty));
        entries.add(entry("greedy", StrategyType.CUSTOM.defaultFor(5)));
        entries.add(new StrategyEntry(new StrategyKey(5, "old"), 17, null, "must start with 0"));

        StrategyReport report = StrategyReport.of(5, entries);

        assertThat(report.passed()).isFalse();
        assertThat(report.missing()).containsExactly("custom");
        assertThat(report.extra()).containsExactly("greedy", "old");
        assertThat(report.total()).isEqualTo(5);
        assertThat(report.active()).isEqualTo(3);
        assertThat(report.findings())
                .containsExactly(
                        "fair_distribution: weights: must sum to 1.0 within 0.01, got 1.56",
                        "greedy: must say what its key says, 5:greedy, got 5:custom",
                        "old: must be readable, got at offset 17: must start with 0");
    }

    private static List<StrategyEntry> entries(StrategySet set) {
        return set.strategies().stream()
                .map(strategy -> new StrategyEntry(StrategyKey.of(strategy), 0, strategy, null))
                .toList();
    }

    private static StrategyEntry entry(String type, CurtailmentStrategy strategy) {
        return new StrategyEntry(new StrategyKey(5, type), 0, strategy, null);
    }
}
