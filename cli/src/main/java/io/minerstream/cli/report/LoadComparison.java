package io.minerstream.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A result of a load test against an earlier one, also its form as JSON.
 *
 * @param passed whether no figure regressed
 * @param maxRegressionPercent by how much a figure may be worse
 * @param differences what else differs, for example versions
 */
public record LoadComparison(
        boolean passed, double maxRegressionPercent, List<Figure> figures, List<Difference> differences) {

    /** What is compared. A lag or lateness is as exact as the distance of two looks: one second. */
    enum Kind {
        LATENESS_P50("/lateness/p50Seconds"),
        LATENESS_P99("/lateness/p99Seconds"),
        LATENESS_P999("/lateness/p999Seconds"),
        MAX_LAG("/maxLagSeconds"),
        MAX_LAG_RECORDS("/maxLagRecords"),
        DRAIN("/drainSeconds"),
        UNREAD("/unread"),
        MAX_RATE("/maxRate"),
        SPIKE_MAX_LAG("/spike/maxLagSeconds"),
        SPIKE_DRAIN("/spike/drainSeconds");

        private final String path;

        Kind(String path) {
            this.path = path;
        }

        boolean isHigherBetter() {
            return this == MAX_RATE;
        }

        Unit unit() {
            return switch (this) {
                case MAX_RATE -> Unit.READINGS_PER_SECOND;
                case MAX_LAG_RECORDS, UNREAD -> Unit.READINGS;
                default -> Unit.SECONDS;
            };
        }

        /** A difference that says nothing, in the unit. */
        double tolerance(double ratePerSecond) {
            return switch (this) {
                case MAX_RATE, UNREAD -> 0;
                case MAX_LAG_RECORDS -> ratePerSecond;
                default -> 1;
            };
        }
    }

    /** Of a figure. */
    enum Unit {
        SECONDS,
        READINGS,
        READINGS_PER_SECOND
    }

    /**
     * A figure of both results.
     *
     * @param group empty for a figure of all groups
     * @param base of the earlier result; null for a drain that did not end
     * @param current of the later result; null as well
     * @param changePercent of the base; null where there is none
     */
    record Figure(
            Optional<String> group,
            Kind figure,
            Unit unit,
            Double base,
            Double current,
            Double changePercent,
            boolean regressed) {}

    /** Something that differs and is no reason not to compare; null where a result lacks it. */
    record Difference(String name, String base, String current) {}

    private static final List<Kind> OF_GROUP = List.of(
            Kind.LATENESS_P50,
            Kind.LATENESS_P99,
            Kind.LATENESS_P999,
            Kind.MAX_LAG,
            Kind.MAX_LAG_RECORDS,
            Kind.DRAIN,
            Kind.UNREAD);

    private static final List<Kind> OF_SPIKE = List.of(Kind.SPIKE_MAX_LAG, Kind.SPIKE_DRAIN);

    /** Settings that change neither the load nor what a figure means. */
    private static final Set<String> FREE = Set.of(
            "--group",
            "--at",
            "--site-id",
            "--first-miner-id",
            "--seed",
            "--drain",
            "--fleet-user",
            "--fleet-password-file");

    private static final Set<String> FREE_IN_TEST = Set.of("--max-lag", "--max-lag-records");

    /** Where a search begins. */
    private static final Set<String> FREE_IN_SEARCH = Set.of("--rate");

    /** Whether a document is a result of this build's form. */
    public static boolean isResult(JsonNode document) {
        return document.path("version").asInt() == LoadTestDocument.VERSION
                && (isSearch(document)
                        || "load_test".equals(document.path("type").asText()));
    }

    private static boolean isSearch(JsonNode result) {
        return "load_search".equals(result.path("type").asText());
    }

    /**
     * Why two results cannot be compared; empty when they can be.
     *
     * @param base a {@linkplain #isResult result}
     * @param current a later one
     */
    public static List<String> obstacles(JsonNode base, JsonNode current) {
        List<String> obstacles = new ArrayList<>();
        if (isSearch(base) != isSearch(current)) {
            return List.of("both results must be of load tests, or both of searches for the highest rate");
        }
        Stream.of(Map.entry("the base result", base), Map.entry("the new result", current))
                .forEach(result -> usable(result.getKey(), result.getValue()).ifPresent(obstacles::add));
        for (String name : settings(base, current)) {
            if (!isFree(name, isSearch(base))) {
                unlike(
                                name,
                                base.path("settings").path(name),
                                current.path("settings").path(name))
                        .ifPresent(obstacles::add);
            }
        }
        if (!isSearch(base)) {
            unlike("miners", base.path("miners"), current.path("miners")).ifPresent(obstacles::add);
            obstacles.addAll(unlikeGroups(groups(base), groups(current)));
        }
        return obstacles;
    }

    private static Optional<String> usable(String which, JsonNode result) {
        if (!result.path("complete").asBoolean()) {
            return Optional.of("%s: must be of a test that went to its end, was ended early".formatted(which));
        }
        if (!result.at("/load/limit").isNull() && !isSearch(result)) {
            return Optional.of("%s: must be of the load that was asked for, was limited by the %s"
                    .formatted(which, text(result.at("/load/limit"))));
        }
        if (isSearch(result) && !result.path("confirmed").asBoolean()) {
            return Optional.of("%s: must have a confirmed rate, has none".formatted(which));
        }
        return Optional.empty();
    }

    private static boolean isFree(String setting, boolean isSearch) {
        return FREE.contains(setting) || (isSearch ? FREE_IN_SEARCH : FREE_IN_TEST).contains(setting);
    }

    private static Set<String> settings(JsonNode base, JsonNode current) {
        Set<String> names = new TreeSet<>();
        base.path("settings").fieldNames().forEachRemaining(names::add);
        current.path("settings").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Optional<String> unlike(String what, JsonNode base, JsonNode current) {
        return base.equals(current)
                ? Optional.empty()
                : Optional.of("%s: must be the same in both results, got %s and %s"
                        .formatted(what, text(base), text(current)));
    }

    private static List<String> unlikeGroups(Map<String, JsonNode> base, Map<String, JsonNode> current) {
        if (base.isEmpty() || current.isEmpty()) {
            return List.of("groups: must be at least one in each result, which the shard that judges has");
        }
        if (!base.keySet().equals(current.keySet()) && (base.size() != 1 || current.size() != 1)) {
            return List.of("groups: must be the same in both results, or one in each, got %s and %s"
                    .formatted(base.keySet(), current.keySet()));
        }
        List<String> obstacles = new ArrayList<>();
        pairs(base, current).forEach((name, pair) -> {
            int before = pair.get(0).path("partitions").size();
            int now = pair.get(1).path("partitions").size();
            if (before != now) {
                obstacles.add("partitions: must be as many in both results, got %s and %s".formatted(before, now));
            }
        });
        return obstacles;
    }

    /**
     * Compares two results without {@link #obstacles}.
     *
     * @param maxRegressionPercent by how much a figure may be worse, of its base
     */
    public static LoadComparison of(JsonNode base, JsonNode current, double maxRegressionPercent) {
        List<Figure> figures = new ArrayList<>();
        if (isSearch(base)) {
            figures.add(figure(Optional.empty(), Kind.MAX_RATE, base, current, 0, maxRegressionPercent));
            if (base.path("spike").isObject() && current.path("spike").isObject()) {
                OF_SPIKE.forEach(
                        kind -> figures.add(figure(Optional.empty(), kind, base, current, 0, maxRegressionPercent)));
            }
        } else {
            double due = base.at("/load/intended").asDouble()
                    + base.at("/load/otherShards/due").asDouble();
            double rate = due / base.path("seconds").asDouble();
            pairs(groups(base), groups(current))
                    .forEach((name, pair) -> OF_GROUP.forEach(kind -> figures.add(
                            figure(Optional.of(name), kind, pair.get(0), pair.get(1), rate, maxRegressionPercent))));
        }
        return new LoadComparison(
                figures.stream().noneMatch(Figure::regressed),
                maxRegressionPercent,
                figures,
                differences(base, current));
    }

    private static Figure figure(
            Optional<String> group,
            Kind kind,
            JsonNode base,
            JsonNode current,
            double ratePerSecond,
            double maxRegressionPercent) {
        OptionalDouble before = value(base, kind);
        OptionalDouble now = value(current, kind);
        if (before.isEmpty() || now.isEmpty()) {
            return new Figure(
                    group, kind, kind.unit(), boxed(before), boxed(now), null, before.isPresent() && now.isEmpty());
        }
        double difference = now.getAsDouble() - before.getAsDouble();
        double worse = kind.isHigherBetter() ? -difference : difference;
        return new Figure(
                group,
                kind,
                kind.unit(),
                boxed(before),
                boxed(now),
                before.getAsDouble() == 0 ? null : Math.round(difference / before.getAsDouble() * 1000) / 10.0,
                worse > before.getAsDouble() * maxRegressionPercent / 100 && worse > kind.tolerance(ratePerSecond));
    }

    private static OptionalDouble value(JsonNode result, Kind kind) {
        JsonNode value = result.at(kind.path);
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    private static List<Difference> differences(JsonNode base, JsonNode current) {
        List<Difference> differences = new ArrayList<>();
        for (String name : settings(base, current)) {
            add(
                    differences,
                    name,
                    base.path("settings").path(name),
                    current.path("settings").path(name));
        }
        base.path("versions")
                .fieldNames()
                .forEachRemaining(name -> add(
                        differences,
                        name,
                        base.path("versions").path(name),
                        current.path("versions").path(name)));
        return differences;
    }

    private static void add(List<Difference> differences, String name, JsonNode base, JsonNode current) {
        if (!base.equals(current)) {
            differences.add(new Difference(name, text(base), text(current)));
        }
    }

    private static Map<String, JsonNode> groups(JsonNode result) {
        Map<String, JsonNode> groups = new LinkedHashMap<>();
        result.path("groups").forEach(group -> groups.put(group.path("group").asText(), group));
        return groups;
    }

    /** Both results of each group, by the name in the later one. */
    private static Map<String, List<JsonNode>> pairs(Map<String, JsonNode> base, Map<String, JsonNode> current) {
        Map<String, List<JsonNode>> pairs = new LinkedHashMap<>();
        current.forEach((name, group) -> pairs.put(
                name, List.of(base.getOrDefault(name, base.values().iterator().next()), group)));
        return pairs;
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "-" : value.asText();
    }
}
