package io.minerstream.pipeline.load.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which rate to try next: doubled until one is too much, then the geometric middle until the bounds are 5 % apart, then the lower one again
 * at length. Where that fails, the search goes on below it, at length. Not thread-safe.
 */
public final class RateSearch {

    /** Of the lowest rate that is too much and the highest that is sustained. */
    static final double PRECISION = 1.05;

    /** A group that sustains less is taken for one that stands still, readings per second. */
    private static final double LOWEST_RATE = 0.5;

    /** A probe that was voided is repeated so often. */
    private static final int REPETITIONS = 3;

    /** What a probe is for. */
    public enum Kind {
        DOUBLING,
        BISECTION,
        CONFIRMATION
    }

    /**
     * A rate to try.
     *
     * @param ratePerSecond readings per second
     * @param thorough whether it must be tried at length: short probes were too optimistic
     */
    public record Step(double ratePerSecond, Kind kind, boolean thorough) {}

    private final double first;
    private final List<RateProbe> probes = new ArrayList<>();
    private final TreeSet<Double> sustained = new TreeSet<>();
    private double tooMuch = Double.POSITIVE_INFINITY;
    private double confirmed;
    private boolean thorough;
    private int voided;
    private boolean limited;
    private Optional<Bottleneck> bottleneck = Optional.empty();

    /** @param first rate to begin with, readings per second, more than 0 */
    public RateSearch(double first) {
        this.first = first;
    }

    /** The next rate; empty when the search is over. */
    public Optional<Step> next() {
        double low = highest();
        if (limited || voided > REPETITIONS || isConfirmed()) {
            return Optional.empty();
        }
        if (Double.isInfinite(tooMuch)) {
            return Optional.of(new Step(low == 0 ? first : 2 * low, Kind.DOUBLING, thorough));
        }
        if (low == 0) {
            double half = tooMuch / 2;
            return half < LOWEST_RATE ? Optional.empty() : Optional.of(new Step(half, Kind.DOUBLING, thorough));
        }
        return tooMuch / low > PRECISION
                ? Optional.of(new Step(Math.sqrt(low * tooMuch), Kind.BISECTION, thorough))
                : Optional.of(new Step(low, Kind.CONFIRMATION, true));
    }

    /** What came of the rate that was to be tried next. */
    public void tried(RateProbe probe) {
        probes.add(probe);
        voided = probe.verdict() == ProbeVerdict.VOID ? voided + 1 : 0;
        switch (probe.verdict()) {
            case SUSTAINED -> sustained(probe.step());
            case TOO_MUCH -> {
                tooMuch(probe.step());
                bottleneck = probe.bottleneck();
            }
            case LOAD_LIMITED -> {
                limited = true;
                bottleneck = probe.bottleneck();
            }
            case VOID -> {
                // Tried again.
            }
        }
    }

    private void sustained(Step step) {
        sustained.add(step.ratePerSecond());
        if (step.kind() == Kind.CONFIRMATION) {
            confirmed = step.ratePerSecond();
        }
    }

    private void tooMuch(Step step) {
        tooMuch = Math.min(tooMuch, step.ratePerSecond());
        sustained.tailSet(tooMuch, true).clear();
        thorough |= step.kind() == Kind.CONFIRMATION;
    }

    private double highest() {
        return sustained.isEmpty() ? 0 : sustained.last();
    }

    private boolean isConfirmed() {
        return confirmed > 0 && confirmed == highest();
    }

    /** What was found so far. */
    public MaxRate found() {
        return new MaxRate(highest(), isConfirmed(), bottleneck, probes);
    }
}
