package io.minerstream.cli.report;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.pipeline.strategy.StrategyLanding;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import io.minerstream.producer.strategy.SeedResult;
import io.minerstream.producer.strategy.StrategyEntry;
import io.minerstream.producer.strategy.StrategyReport;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Strategies for people. Immutable. */
public final class StrategyText {

    /** Numbers and answers. */
    private static final Set<Integer> RIGHT_ALIGNED = Set.of(3, 4, 5, 6, 7, 8, 9);

    private final Messages messages;

    public StrategyText(Messages messages) {
        this.messages = messages;
    }

    /** The strategies of a site: what was written, the strategies, the checks. */
    public List<String> lines(StrategyOutcome outcome) {
        StrategyReport report = outcome.report();
        List<String> lines = new ArrayList<>();
        lines.add(messages.text("strategies.title", report.siteId()));
        outcome.seeded().ifPresent(seeded -> lines.add("  " + seeded(seeded)));
        if (!report.strategies().isEmpty()) {
            lines.add("");
            table(report.strategies()).forEach(line -> lines.add("  " + line));
        }
        lines.add("");
        checks(outcome).forEach(line -> lines.add("  " + line));
        return lines;
    }

    /** The checks alone, each followed by its findings. */
    public List<String> checks(StrategyOutcome outcome) {
        StrategyReport report = outcome.report();
        List<String> lines = new ArrayList<>();
        if (report.total() == 0) {
            lines.add(messages.text("strategies.none", report.siteId()));
        } else {
            types(lines, report);
            lines.add(messages.text("strategies.active", report.active(), report.total()));
            lines.add(messages.text(report.findings().isEmpty() ? "strategies.valid" : "strategies.invalid"));
            report.findings().forEach(finding -> lines.add("   " + finding));
        }
        StrategyLanding landing = outcome.landing();
        lines.add(messages.word("strategies.table", landing.state(), landing.rows()));
        landing.differences().forEach(difference -> lines.add("   " + difference));
        return lines;
    }

    /** The entries of the topic: a table, then the unreadable ones. */
    public List<String> entries(List<StrategyEntry> entries) {
        if (entries.isEmpty()) {
            return List.of(messages.text("strategies.empty"));
        }
        List<String> lines = new ArrayList<>();
        List<CurtailmentStrategy> readable = entries.stream()
                .map(StrategyEntry::strategy)
                .filter(Objects::nonNull)
                .toList();
        if (!readable.isEmpty()) {
            lines.addAll(table(readable));
        }
        entries.stream()
                .filter(entry -> entry.strategy() == null)
                .forEach(entry -> lines.add(
                        messages.text("strategies.unreadable", entry.key(), entry.offset(), entry.problem())));
        return lines;
    }

    private List<String> table(List<CurtailmentStrategy> strategies) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                messages.text("strategies.site"),
                messages.text("strategies.type"),
                messages.text("strategies.name"),
                messages.text("strategies.performance"),
                messages.text("strategies.power"),
                messages.text("strategies.uptime"),
                messages.text("strategies.sum"),
                messages.text("strategies.vip"),
                messages.text("strategies.min.uptime"),
                messages.text("strategies.is.active")));
        strategies.forEach(strategy -> rows.add(row(strategy)));
        return Columns.table(rows, RIGHT_ALIGNED);
    }

    private List<String> row(CurtailmentStrategy strategy) {
        return List.of(
                String.valueOf(strategy.getSiteId()),
                strategy.getStrategyType(),
                strategy.getName(),
                decimals(strategy.getPerformanceWeight()),
                decimals(strategy.getPowerEfficiencyWeight()),
                decimals(strategy.getUptimeWeight()),
                sum(strategy),
                yesNo(strategy.getVipCustomerProtection()),
                decimals(strategy.getMinUptimeThreshold()),
                yesNo(strategy.getIsActive()));
    }

    private String seeded(SeedResult seeded) {
        if (seeded.skipped()) {
            return messages.text("strategies.skipped", seeded.existing());
        }
        return seeded.existing() == 0
                ? messages.text("strategies.created", seeded.created())
                : messages.text("strategies.replaced", seeded.created(), seeded.replaced(), seeded.removed());
    }

    private void types(List<String> lines, StrategyReport report) {
        if (report.missing().isEmpty() && report.extra().isEmpty()) {
            lines.add(messages.text("strategies.types", report.total()));
            return;
        }
        lines.add(messages.text("strategies.types.wrong", report.total()));
        if (!report.missing().isEmpty()) {
            lines.add("   " + messages.text("strategies.missing", String.join(", ", report.missing())));
        }
        if (!report.extra().isEmpty()) {
            lines.add("   " + messages.text("strategies.extra", String.join(", ", report.extra())));
        }
    }

    private String yesNo(boolean value) {
        return messages.text(value ? "yes" : "no");
    }

    /** Added in decimals: 0.1 + 0.2 is 0.3. */
    private static String sum(CurtailmentStrategy strategy) {
        double[] weights = {
            strategy.getPerformanceWeight(), strategy.getPowerEfficiencyWeight(), strategy.getUptimeWeight()
        };
        if (!Double.isFinite(weights[0] + weights[1] + weights[2])) {
            return "NaN";
        }
        return decimals(Arrays.stream(weights)
                .mapToObj(BigDecimal::valueOf)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .doubleValue());
    }

    /** All decimals, at least two, as in the reference. */
    private static String decimals(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
        return exact.setScale(Math.max(2, exact.scale())).toPlainString();
    }
}
