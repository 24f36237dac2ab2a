package io.minerstream.validator.file;

import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.miner.Metric;
import io.minerstream.schemas.miner.MinerStatus;
import io.minerstream.schemas.miner.OperatingRange;
import io.minerstream.schemas.run.LengthText;
import io.minerstream.validator.policy.GroupPolicy;
import io.minerstream.validator.policy.Length;
import io.minerstream.validator.policy.MinerPolicy;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.policy.PolicyChange;
import io.minerstream.validator.policy.PolicyOverride;
import io.minerstream.validator.policy.RuleChange;
import io.minerstream.validator.rule.RosteredMiner;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Makes policies of the values of a file. RulesFindings stand for what is wrong; what comes back is of use without any only. */
final class PolicyReader {

    private static final String LIMITS = "limits";
    private static final String RULES = "rules";
    private static final String SITES = "sites";
    private static final String MODELS = "models";
    private static final String OVERRIDES = "overrides";
    private static final String GROUPING = "site-alerts";

    private static final int MOST_OVERRIDES = 1000;
    private static final int MOST_SELECTED = 10_000;

    private static final List<String> SEVERITIES = words(Severity.values());
    private static final List<String> STATUSES = words(MinerStatus.values());
    private static final List<String> METRICS =
            Arrays.stream(Metric.values()).map(Metric::field).toList();
    private static final List<String> RULE_NAMES =
            Arrays.stream(Rule.values()).map(Enum::name).toList();
    private static final List<String> RULE_KEYS =
            List.of("enabled", "severity", "for", "keep-firing-for", "clear-after", "repeat-every");

    private static final Pattern INTERVALS = Pattern.compile("-?([0-9]{1,6}) intervals?");
    private static final Pattern TIME = Pattern.compile("[0-9]{1,9}(ms|s|m|h|d)|P[0-9DTHMS.]+");

    private PolicyReader() {}

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static Policies policies(Value file) {
        Map<String, Value> parts = file.entries(List.of(LIMITS, RULES, GROUPING, OVERRIDES));
        PolicyChange change = change(parts);
        List<PolicyOverride> overrides = new ArrayList<>();
        if (parts.containsKey(OVERRIDES)) {
            parts.get(OVERRIDES)
                    .items("a list of 1 to " + MOST_OVERRIDES + " overrides", 1, MOST_OVERRIDES)
                    .forEach(override -> overrides.add(override(override)));
        }
        GroupPolicy grouping = parts.containsKey(GROUPING) ? grouping(parts.get(GROUPING)) : GroupPolicy.DEFAULT;
        return new Policies(MinerPolicy.DEFAULT.with(change), overrides, grouping);
    }

    private static PolicyOverride override(Value override) {
        Map<String, Value> parts = override.entries(List.of(SITES, MODELS, LIMITS, RULES));
        if (override.isMapping() && !parts.containsKey(SITES) && !parts.containsKey(MODELS)) {
            override.refuse(
                    "must have sites or models, got neither; what is for all miners belongs to the top of the file");
        }
        if (override.isMapping() && !parts.containsKey(LIMITS) && !parts.containsKey(RULES)) {
            override.refuse("must have limits or rules, got neither");
        }
        Set<Integer> sites = selected(parts.get(SITES), "a list of sites, 1 to ", site -> site.whole(Bound.SITE_ID));
        Set<String> models = selected(parts.get(MODELS), "a list of models, 1 to ", PolicyReader::model);
        return new PolicyOverride(sites, models, change(parts));
    }

    private static <T> Set<T> selected(Value list, String mustBe, Function<Value, T> reader) {
        Set<T> selected = new HashSet<>();
        if (list != null) {
            list.items(mustBe + MOST_SELECTED, 1, MOST_SELECTED).stream()
                    .map(reader)
                    .filter(Objects::nonNull)
                    .forEach(selected::add);
        }
        return selected;
    }

    private static String model(Value model) {
        if (model.isText() && !model.text().isBlank() && model.text().length() <= RosteredMiner.LONGEST_MODEL) {
            return model.text();
        }
        model.refuse("must be the name of a model, a text of 1 to " + RosteredMiner.LONGEST_MODEL + " characters, got "
                + model.got());
        return null;
    }

    private static PolicyChange change(Map<String, Value> parts) {
        Map<MinerStatus, Map<Metric, OperatingRange>> limits = new EnumMap<>(MinerStatus.class);
        if (parts.containsKey(LIMITS)) {
            parts.get(LIMITS)
                    .entries(STATUSES)
                    .forEach((status, value) ->
                            limits.put(MinerStatus.of(status), limits(MinerStatus.of(status), value)));
        }
        Map<Rule, RuleChange> rules = new EnumMap<>(Rule.class);
        if (parts.containsKey(RULES)) {
            parts.get(RULES)
                    .entries(RULE_NAMES)
                    .forEach((rule, value) -> rules.put(Rule.valueOf(rule), rule(Rule.valueOf(rule), value)));
        }
        return new PolicyChange(limits, rules);
    }

    private static Map<Metric, OperatingRange> limits(MinerStatus status, Value ofStatus) {
        Map<Metric, OperatingRange> limits = new EnumMap<>(Metric.class);
        Map<String, Value> values = ofStatus.entries(METRICS);
        for (Metric metric : Metric.values()) {
            Value value = values.get(metric.field());
            OperatingRange range = value == null ? null : range(metric, status, value);
            if (range != null) {
                limits.put(metric, range);
            }
        }
        return limits;
    }

    private static OperatingRange range(Metric metric, MinerStatus status, Value range) {
        Bound bound =
                switch (metric) {
                    case HASHRATE, POWER_CONSUMPTION -> Bound.LIMIT_FACTOR;
                    case TEMPERATURE -> Bound.LIMIT_TEMPERATURE_C;
                    case FAN_SPEED -> Bound.LIMIT_FAN_RPM;
                };
        if (!status.isRunning() && bound != Bound.LIMIT_FACTOR) {
            range.refuse("must not be given, as a miner that does not run has none by rule NULLABILITY, got "
                    + range.got() + "; remove it");
            return null;
        }
        List<Value> items = range.items("[lowest, highest], a list of two numbers", 2, 2);
        List<Double> ends = items.stream().map(end -> end.number(bound)).toList();
        if (ends.size() < 2 || ends.contains(null)) {
            return null;
        }
        if (ends.get(0) > ends.get(1)) {
            range.refuse("must have its lowest value first, got ["
                    + items.get(0).text() + ", " + items.get(1).text() + "]; exchange both");
            return null;
        }
        return new OperatingRange(ends.get(0), ends.get(1));
    }

    private static RuleChange rule(Rule rule, Value settings) {
        List<String> known = new ArrayList<>(RULE_KEYS);
        String parameter = parameter(rule);
        if (parameter != null) {
            known.add(parameter);
        }
        Map<String, Value> values = settings.entries(known);
        String severity = read(values, "severity", value -> value.word(SEVERITIES, "warning or critical"));
        return new RuleChange(
                read(values, "enabled", Value::truth),
                severity == null ? null : Severity.valueOf(severity.toUpperCase(Locale.ROOT)),
                read(values, "for", value -> length(value, false)),
                read(values, "keep-firing-for", value -> length(value, false)),
                read(values, "clear-after", value -> length(value, false)),
                read(values, "repeat-every", value -> length(value, true)),
                read(values, parameter, value -> parameter(rule, value)));
    }

    /** Name of the rule's own number; null when it has none. */
    private static String parameter(Rule rule) {
        return switch (rule) {
            case RANGE -> "tolerance";
            case FROZEN_VALUE -> "readings";
            case SILENT_MINER -> "intervals";
            default -> null;
        };
    }

    private static Double parameter(Rule rule, Value value) {
        if (rule == Rule.RANGE) {
            return value.number(Bound.TOLERANCE);
        }
        Integer number = value.whole(rule == Rule.FROZEN_VALUE ? Bound.FROZEN_READINGS : Bound.SILENT_INTERVALS);
        return number == null ? null : Double.valueOf(number);
    }

    private static <T> T read(Map<String, Value> values, String key, Function<Value, T> reader) {
        Value value = values.get(key);
        return value == null ? null : reader.apply(value);
    }

    private static Length length(Value value, boolean mayBeNever) {
        String mustBe = LengthText.FORM
                + (mayBeNever
                        ? ", or a number of intervals, for example 2 intervals, or never"
                        : ", or a number of intervals, for example 2 intervals");
        if (mayBeNever && value.isText() && value.text().equals("never")) {
            return Length.NONE;
        }
        if (value.isText() && INTERVALS.matcher(value.text()).matches()) {
            int intervals = Integer.parseInt(value.text().split(" ", -1)[0]);
            if (intervals >= 0) {
                return Length.ofIntervals(intervals);
            }
            value.refuse("must be at least 0 intervals, got " + value.got());
            return null;
        }
        Duration time = time(value, Bound.ALERT_LENGTH, mustBe);
        return time == null ? null : new Length(0, time);
    }

    private static Duration time(Value value, Bound bound, String form) {
        String mustBe = form;
        if (value.isText() && TIME.matcher(value.text().replace("-", "")).matches()) {
            try {
                Duration time = LengthText.parse(value.text());
                if (bound.holds(time)) {
                    return time;
                }
                mustBe = bound.range();
            } catch (DateTimeException | ArithmeticException e) {
                // A minus before a number and a unit is understood, though no length has one.
                mustBe = value.text().startsWith("-") ? bound.range() : form;
            }
        }
        value.refuse("must be " + mustBe + ", got " + value.got());
        return null;
    }

    private static GroupPolicy grouping(Value settings) {
        Map<String, Value> values = settings.entries(List.of("share", "fewest-miners", "group-wait", "verdict-wait"));
        GroupPolicy preset = GroupPolicy.DEFAULT;
        Double share = read(values, "share", value -> value.number(Bound.SHARE));
        Integer fewest = read(values, "fewest-miners", value -> value.whole(Bound.MINERS));
        Duration groupWait = read(values, "group-wait", value -> time(value, Bound.GROUP_WAIT, LengthText.FORM));
        Duration verdictWait = read(values, "verdict-wait", value -> time(value, Bound.GROUP_WAIT, LengthText.FORM));
        return new GroupPolicy(
                Objects.requireNonNullElse(share, preset.share()),
                Objects.requireNonNullElse(fewest, preset.fewest()),
                Objects.requireNonNullElse(groupWait, preset.groupWait()),
                Objects.requireNonNullElse(verdictWait, preset.verdictWait()));
    }
}
