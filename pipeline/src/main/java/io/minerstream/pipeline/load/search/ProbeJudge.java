package io.minerstream.pipeline.load.search;

import io.minerstream.pipeline.load.lag.GroupSample;
import io.minerstream.pipeline.load.search.RateSearch.Kind;
import io.minerstream.pipeline.load.search.RateSearch.Step;
import io.minerstream.pipeline.load.verdict.GroupJudge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a group sustains the rate of a probe: whether its lag in seconds keeps growing. Lags are without the saw-tooth of commits.
 * Not thread-safe.
 */
public final class ProbeJudge {

    /** Of the lag, in seconds per second: at twice this overload, the lag is what slow polls make of it. */
    static final double MOST_GROWTH = 0.02;

    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /** A consumer that pauses for a moment is behind by less. */
    private static final double NO_PAUSE_SECONDS = 10;

    /** Commits are seen up to a look late, some later than others: a lag that rises by less may not have risen at all. */
    private static final double LOOK_SECONDS = 1;

    /** From then on, growth decides although it is no more than a pause makes. */
    private static final Duration LONGER_THAN_PAUSES = Duration.ofSeconds(30);

    private final Step step;
    private final Optional<Duration> maxLag;
    private final GroupJudge judge;
    private final List<Point> points = new ArrayList<>();
    private Duration begin;
    private Slope slope;

    private record Point(double seconds, double lagSeconds) {}

    /**
     * A judge of one group in one probe.
     *
     * @param maxLag the greatest lag that counts as sustained, whether it grows or not; empty for any
     * @param judge has looked before this looks
     */
    public ProbeJudge(Step step, Optional<Duration> maxLag, GroupJudge judge) {
        this.step = step;
        this.maxLag = maxLag;
        this.judge = judge;
    }

    /**
     * A further look.
     *
     * @param at since the start of the load
     * @return what it decides; empty for nothing yet
     */
    public Optional<ProbeVerdict> look(Duration at, GroupSample sample) {
        if (sample.rebalanced() || sample.members() == 0) {
            return Optional.of(ProbeVerdict.VOID);
        }
        Duration between = judge.commitInterval();
        if (begin == null) {
            if (at.compareTo(WARM_UP) < 0 || at.compareTo(between.multipliedBy(2)) < 0) {
                return Optional.empty();
            }
            begin = at;
        }
        if (maxLag.filter(limit -> judge.lag().compareTo(limit) > 0).isPresent()) {
            return Optional.of(ProbeVerdict.TOO_MUCH);
        }
        double seconds = seconds(at.minus(begin));
        if (points.isEmpty() || seconds - points.get(points.size() - 1).seconds() >= seconds(between) - 0.5) {
            points.add(new Point(seconds, seconds(judge.lag())));
        }
        return points.size() < Slope.FEWEST_POINTS ? Optional.empty() : decide(at.minus(begin));
    }

    private Optional<ProbeVerdict> decide(Duration measured) {
        slope = Slope.of(
                points.stream().mapToDouble(Point::seconds).toArray(),
                points.stream().mapToDouble(Point::lagSeconds).toArray());
        if (slope.low() > MOST_GROWTH && risen() > LOOK_SECONDS && isNoPause(measured)) {
            return Optional.of(ProbeVerdict.TOO_MUCH);
        }
        if (slope.high() < MOST_GROWTH && measured.compareTo(shortest()) >= 0) {
            return Optional.of(ProbeVerdict.SUSTAINED);
        }
        if (measured.compareTo(longest()) < 0) {
            return Optional.empty();
        }
        return Optional.of(
                slope.value() > MOST_GROWTH && risen() > Math.max(LOOK_SECONDS, MOST_GROWTH * seconds(measured) * 2 / 3)
                        ? ProbeVerdict.TOO_MUCH
                        : ProbeVerdict.SUSTAINED);
    }

    private boolean isNoPause(Duration measured) {
        return points.get(points.size() - 1).lagSeconds() - points.get(0).lagSeconds() >= NO_PAUSE_SECONDS
                || (!step.thorough() && measured.compareTo(LONGER_THAN_PAUSES) >= 0);
    }

    /** By how much the least lag of the last third is above that of the first: after a pause, it comes down again. */
    private double risen() {
        int third = points.size() / 3;
        return least(points.subList(points.size() - third, points.size())) - least(points.subList(0, third));
    }

    private static double least(List<Point> some) {
        return some.stream()
                .map(Point::lagSeconds)
                .min(Comparator.naturalOrder())
                .orElse(0.0);
    }

    private Duration shortest() {
        if (step.thorough()) {
            return Duration.ofSeconds(90);
        }
        return Duration.ofSeconds(step.kind() == Kind.DOUBLING ? 10 : 20);
    }

    private Duration longest() {
        if (step.thorough()) {
            return Duration.ofMinutes(2);
        }
        return Duration.ofSeconds(step.kind() == Kind.DOUBLING ? 30 : 60);
    }

    /** Growth of the lag, in seconds per second; empty while there are too few looks. */
    public Optional<Slope> slope() {
        return Optional.ofNullable(slope);
    }

    private static double seconds(Duration length) {
        return length.toNanos() / 1e9;
    }
}
