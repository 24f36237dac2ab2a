package io.minerstream.validator.policy;

import static java.util.stream.Collectors.toSet;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The policy of every miner, and when alerts are grouped. An override that stands later wins over an earlier one, setting by
 * setting. Thread-safe.
 */
public final class Policies {

    /** What is built in. */
    public static final Policies DEFAULT = new Policies(MinerPolicy.DEFAULT, List.of(), GroupPolicy.DEFAULT);

    private final MinerPolicy base;
    private final List<PolicyOverride> overrides;
    private final GroupPolicy grouping;
    private final Index<Integer> bySite;
    private final Index<String> byModel;

    /** By the overrides that concern a miner: as many as the sites and models of the file can tell apart. */
    private final Map<BitSet, MinerPolicy> known = new ConcurrentHashMap<>();

    /** The overrides that concern a value: those that name it, and those that name none. */
    private record Index<T>(Map<T, BitSet> byValue, BitSet unnamed) {

        private Index() {
            this(new HashMap<>(), new BitSet());
        }

        void add(Set<T> values, int override) {
            values.forEach(
                    value -> byValue.computeIfAbsent(value, any -> new BitSet()).set(override));
            unnamed.set(override, values.isEmpty());
        }

        BitSet of(T value) {
            BitSet concerned = (BitSet) unnamed.clone();
            concerned.or(byValue.getOrDefault(value, new BitSet()));
            return concerned;
        }
    }

    /**
     * @param base of the miners without override
     * @param overrides the last one wins
     */
    public Policies(MinerPolicy base, List<PolicyOverride> overrides, GroupPolicy grouping) {
        this.base = base;
        this.overrides = List.copyOf(overrides);
        this.grouping = grouping;
        this.bySite = new Index<>();
        this.byModel = new Index<>();
        for (int i = 0; i < overrides.size(); i++) {
            bySite.add(overrides.get(i).sites(), i);
            Set<String> models = overrides.get(i).models();
            byModel.add(models.stream().map(Policies::key).collect(toSet()), i);
        }
    }

    private static String key(String model) {
        return model.strip().toLowerCase(Locale.ROOT);
    }

    /**
     * The policy of a miner.
     *
     * @param siteId null when it is not known
     * @param model name of its model; empty when it is not known
     */
    public MinerPolicy of(Integer siteId, String model) {
        if (overrides.isEmpty()) {
            return base;
        }
        BitSet concerned = bySite.of(siteId);
        concerned.and(byModel.of(key(model)));
        return known.computeIfAbsent(concerned, this::merge);
    }

    private MinerPolicy merge(BitSet concerned) {
        MinerPolicy merged = base;
        for (int i = concerned.nextSetBit(0); i >= 0; i = concerned.nextSetBit(i + 1)) {
            merged = merged.with(overrides.get(i).change());
        }
        return merged;
    }

    /** The policy of miners of a site of which the model is not known, for example because they are not in the roster. */
    public MinerPolicy ofSite(Integer siteId) {
        return of(siteId, "");
    }

    public GroupPolicy grouping() {
        return grouping;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Policies policies
                && base.equals(policies.base)
                && overrides.equals(policies.overrides)
                && grouping.equals(policies.grouping);
    }

    @Override
    public int hashCode() {
        return 31 * base.hashCode() + overrides.hashCode();
    }

    @Override
    public String toString() {
        return this.equals(DEFAULT) ? "default" : "with " + overrides.size() + " overrides";
    }
}
