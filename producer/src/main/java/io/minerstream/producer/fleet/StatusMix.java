package io.minerstream.producer.fleet;

import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.bound.NumberText;
import io.minerstream.schemas.miner.MinerStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Shares of the statuses in a synthetic fleet.
 *
 * @param weights weight of each status, finite and at least 0, relative to the others; copied
 */
public record StatusMix(Map<MinerStatus, Double> weights) {

    /** 90 % active, 6 % in maintenance, 4 % offline. */
    public static final StatusMix DEFAULT =
            new StatusMix(Map.of(MinerStatus.ACTIVE, 90.0, MinerStatus.MAINTENANCE, 6.0, MinerStatus.OFFLINE, 4.0));

    private static final List<MinerStatus> STATUSES = Stream.of(MinerStatus.values())
            .filter(status -> status != MinerStatus.OTHER)
            .toList();

    public StatusMix {
        weights.forEach((status, weight) -> {
            if (!Bound.WEIGHT.holds(weight)) {
                throw new IllegalArgumentException(
                        "mix: weight of " + status.word() + " must be " + Bound.WEIGHT.range() + ", got " + weight);
            }
        });
        if (!(weights.values().stream().mapToDouble(Double::doubleValue).sum() > 0)) {
            throw new IllegalArgumentException("mix: at least one weight must be greater than 0");
        }
        weights = Map.copyOf(weights);
    }

    /**
     * Parses {@code status=weight,...}, for example {@code active=90,maintenance=6,offline=4}.
     *
     * @throws IllegalArgumentException naming everything that is wrong with the text
     */
    public static StatusMix parse(String text) {
        Map<MinerStatus, Double> weights = new EnumMap<>(MinerStatus.class);
        List<String> problems = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                problems.add("must be status=weight, got '" + part.trim() + "'");
                continue;
            }
            String name = part.substring(0, equals).trim();
            MinerStatus status = MinerStatus.of(name);
            Double weight = weight(part.substring(equals + 1).trim());
            if (status == MinerStatus.OTHER) {
                problems.add("status must be one of " + words(STATUSES) + ", got '" + name + "'");
            } else if (weight == null) {
                problems.add("weight of " + status.word() + " must be a number " + Bound.WEIGHT.range() + ", got '"
                        + part.substring(equals + 1).trim() + "'");
            } else if (weights.put(status, weight) != null) {
                problems.add(status.word() + " is given twice");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("mix: " + String.join("; ", problems));
        }
        return new StatusMix(weights);
    }

    /**
     * Number of miners of each status. Shares are rounded down, and the miners left over go to the statuses with the largest
     * remainders.
     *
     * @param miners at least 0
     * @return one entry for each status of the mix, in the order of {@link MinerStatus}; sums up to {@code miners}
     */
    Map<MinerStatus, Integer> counts(int miners) {
        List<MinerStatus> statuses = weights.keySet().stream().sorted().toList();
        // In their order, one by one: the order of a Map.copyOf is another in each JVM, and DoubleStream.sum another in
        // each JDK.
        double total = 0;
        for (MinerStatus status : statuses) {
            total += weights.get(status);
        }
        double all = total;
        double[] shares = statuses.stream()
                .mapToDouble(status -> weights.get(status) / all * miners)
                .toArray();
        int[] counts = new int[shares.length];
        int left = miners;
        for (int i = 0; i < shares.length; i++) {
            counts[i] = (int) Math.min(left, Math.floor(shares[i]));
            left -= counts[i];
        }
        int[] byRemainder = IntStream.range(0, shares.length)
                .filter(i -> shares[i] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> Math.floor(shares[i]) - shares[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < left; i++) {
            counts[byRemainder[i % byRemainder.length]]++;
        }
        Map<MinerStatus, Integer> result = new EnumMap<>(MinerStatus.class);
        for (int i = 0; i < counts.length; i++) {
            result.put(statuses.get(i), counts[i]);
        }
        return result;
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return weights.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey().word() + "=" + number(entry.getValue()))
                .collect(Collectors.joining(","));
    }

    private static Double weight(String text) {
        try {
            double weight = NumberText.decimal(text);
            return Bound.WEIGHT.holds(weight) ? (Double) weight : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && value < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    private static String words(List<MinerStatus> statuses) {
        return statuses.stream().map(MinerStatus::word).collect(Collectors.joining(", "));
    }
}
