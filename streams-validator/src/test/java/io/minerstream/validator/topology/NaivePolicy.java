package io.minerstream.validator.topology;

import static java.util.stream.Collectors.joining;

import io.minerstream.avro.Rule;
import io.minerstream.validator.alert.NaiveLife;
import io.minerstream.validator.file.RulesFile;
import io.minerstream.validator.policy.Policies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What miners of one site and model are judged by: the tables of docs/rules.md, and what a rules file changes. */
final class NaivePolicy {

    /** By status and metric, lowest and highest; hashrate and power as shares of the baseline. */
    final Map<String, List<Double>> limits = new HashMap<>();

    final Set<Rule> off = EnumSet.noneOf(Rule.class);
    final Map<Rule, NaiveLife> lives = new EnumMap<>(Rule.class);
    double tolerance = 0.005;
    int frozenReadings = 8;
    int silentPoints = 3;

    private NaivePolicy() {
        limits.put("active/hashrate", List.of(0.9, 1.1));
        limits.put("active/power_consumption", List.of(0.92, 1.08));
        limits.put("active/temperature", List.of(65.0, 85.0));
        limits.put("active/fan_speed", List.of(4000.0, 6000.0));
        limits.put("maintenance/hashrate", List.of(0.05, 0.2));
        limits.put("maintenance/power_consumption", List.of(0.1, 0.3));
        limits.put("maintenance/temperature", List.of(70.0, 95.0));
        limits.put("maintenance/fan_speed", List.of(3000.0, 7000.0));
        for (String status : List.of("offline", "error", "other")) {
            limits.put(status + "/hashrate", List.of(0.0, 0.0));
            limits.put(status + "/power_consumption", List.of(0.0, 0.0));
        }
        for (Rule rule : Rule.values()) {
            boolean isWarning = Set.of(Rule.DUPLICATE, Rule.OFF_CADENCE, Rule.LATE, Rule.FROZEN_VALUE)
                    .contains(rule);
            lives.put(rule, new NaiveLife(0, 0, 1, 0, isWarning));
        }
    }

    private void life(Rule rule, long pendingFor, long keepFiringFor, long clearAfter, long repeatEvery) {
        boolean isWarning = lives.get(rule).isWarning();
        lives.put(rule, new NaiveLife(pendingFor, keepFiringFor, clearAfter, repeatEvery, isWarning));
    }

    private void severity(Rule rule, boolean isWarning) {
        NaiveLife life = lives.get(rule);
        lives.put(
                rule,
                new NaiveLife(
                        life.pendingFor(), life.keepFiringFor(), life.clearAfter(), life.repeatEvery(), isWarning));
    }

    /** The limits of a metric in a status. */
    List<Double> limits(String status, String metric) {
        String known = status.toLowerCase(Locale.ROOT);
        boolean isKnown = Set.of("active", "maintenance", "offline", "error").contains(known);
        return limits.get((isKnown ? known : "other") + "/" + metric);
    }

    /** What an override says, in the file and in the model. */
    enum Setting {
        COOL(
                "limits: {active: {temperature: [60, 72]}}",
                all -> all.limits.put("active/temperature", List.of(60.0, 72.0))),
        STRONG("limits: {active: {power_consumption: [0.5, 1.2], fan_speed: [4000, 4999]}}", all -> {
            all.limits.put("active/power_consumption", List.of(0.5, 1.2));
            all.limits.put("active/fan_speed", List.of(4000.0, 4999.0));
        }),
        STANDBY(
                "limits: {offline: {power_consumption: [0.01, 1]}}",
                all -> all.limits.put("offline/power_consumption", List.of(0.01, 1.0))),
        STRICT("rules: {RANGE: {tolerance: 0}}", all -> all.tolerance = 0),
        FROZEN_SOON("rules: {FROZEN_VALUE: {readings: 3}}", all -> all.frozenReadings = 3),
        SILENT_SOON("rules: {SILENT_MINER: {intervals: 1}}", all -> all.silentPoints = 1),
        SILENT_LATE("rules: {SILENT_MINER: {intervals: 6}}", all -> all.silentPoints = 6),
        NO_RANGE("rules: {RANGE: {enabled: false}}", all -> all.off.add(Rule.RANGE)),
        NO_NULLS("rules: {NULLABILITY: {enabled: false}}", all -> all.off.add(Rule.NULLABILITY)),
        NO_READINGS(
                "rules: {DUPLICATE: {enabled: false}, OFF_CADENCE: {enabled: false}, LATE: {enabled: false}}",
                all -> all.off.addAll(Set.of(Rule.DUPLICATE, Rule.OFF_CADENCE, Rule.LATE))),
        NO_WINDOWS(
                "rules: {COUNT: {enabled: false}, GAP: {enabled: false}, UNKNOWN_MINER: {enabled: false}}",
                all -> all.off.addAll(Set.of(Rule.COUNT, Rule.GAP, Rule.UNKNOWN_MINER))),
        NO_SILENCE(
                "rules: {SILENT_MINER: {enabled: false}, FROZEN_VALUE: {enabled: false}}",
                all -> all.off.addAll(Set.of(Rule.SILENT_MINER, Rule.FROZEN_VALUE))),
        WARNING("rules: {RANGE: {severity: warning}, COUNT: {severity: warning}}", all -> {
            all.severity(Rule.RANGE, true);
            all.severity(Rule.COUNT, true);
        }),
        CRITICAL("rules: {DUPLICATE: {severity: critical}, FROZEN_VALUE: {severity: critical}}", all -> {
            all.severity(Rule.DUPLICATE, false);
            all.severity(Rule.FROZEN_VALUE, false);
        }),
        PATIENT(
                "rules: {RANGE: {for: 2 intervals, keep-firing-for: 3 intervals, clear-after: 0 intervals, repeat-every: never}}",
                all -> all.life(Rule.RANGE, 2, 3, 0, 0)),
        INSISTENT(
                "rules: {RANGE: {for: 0s, keep-firing-for: 0s, clear-after: 2 intervals, repeat-every: 2 intervals}}",
                all -> all.life(Rule.RANGE, 0, 0, 2, 2)),
        COUNTED_TWICE("rules: {COUNT: {for: 2 intervals}, NULLABILITY: {for: 1 interval}}", all -> {
            all.life(Rule.COUNT, 2, 0, 1, 0);
            all.life(Rule.NULLABILITY, 1, 0, 1, 0);
        });

        private final String yaml;
        private final Consumer<NaivePolicy> change;

        Setting(String yaml, Consumer<NaivePolicy> change) {
            this.yaml = yaml;
            this.change = change;
        }
    }

    /**
     * Another setting for some miners.
     *
     * @param site null for all
     * @param model null for all
     */
    record RuleOverride(Integer site, String model, Setting setting) {

        private boolean concerns(Integer siteId, String modelName) {
            return (site == null || site.equals(siteId)) && (model == null || model.equalsIgnoreCase(modelName));
        }

        private String yaml() {
            String ofSites = site == null ? "" : "sites: [" + site + "], ";
            String ofModels = model == null ? "" : "models: ['" + model + "'], ";
            return "  - {" + ofSites + ofModels + setting.yaml + "}\n";
        }
    }

    /**
     * When one alert of a site stands for those of its miners.
     *
     * @param waitSeconds how long alerts of windows are held back
     */
    record Grouping(double share, int fewest, int waitSeconds) {

        static final Grouping DEFAULT = new Grouping(0.2, 10, 120);
    }

    /**
     * A rules file.
     *
     * @param overrides the last one wins
     */
    record Rules(List<RuleOverride> overrides, Grouping grouping) {

        NaivePolicy of(Integer site, String model) {
            NaivePolicy policy = new NaivePolicy();
            overrides.stream()
                    .filter(override -> override.concerns(site, model))
                    .forEach(override -> override.setting.change.accept(policy));
            return policy;
        }

        /** As the validator reads it. */
        Policies policies() {
            String yaml = "site-alerts: {share: %s, fewest-miners: %s, verdict-wait: %ss}\n"
                    .formatted(grouping.share, grouping.fewest, grouping.waitSeconds);
            if (!overrides.isEmpty()) {
                yaml += overrides.stream().map(RuleOverride::yaml).collect(joining("", "overrides:\n", ""));
            }
            try {
                Path file = Files.createTempFile("rules", ".yaml");
                Policies policies = RulesFile.read(Files.writeString(file, yaml));
                Files.delete(file);
                return policies;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
