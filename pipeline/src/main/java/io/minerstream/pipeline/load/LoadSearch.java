package io.minerstream.pipeline.load;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.load.LoadSearchOutcome.Spike;
import io.minerstream.pipeline.load.lag.GroupSample;
import io.minerstream.pipeline.load.lag.LoadSample;
import io.minerstream.pipeline.load.search.Bottleneck;
import io.minerstream.pipeline.load.search.MaxRate;
import io.minerstream.pipeline.load.search.ProbeJudge;
import io.minerstream.pipeline.load.search.ProbeVerdict;
import io.minerstream.pipeline.load.search.RateProbe;
import io.minerstream.pipeline.load.search.RateSearch;
import io.minerstream.pipeline.load.search.RateSearch.Step;
import io.minerstream.pipeline.load.verdict.GroupVerdict;
import io.minerstream.pipeline.load.verdict.LoadLimit;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.RunSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A search for the highest rate: one load after the other. Used by one thread, once; {@link #stop} by any. */
final class LoadSearch {

    /** Probes decide before, unless commits are far apart. */
    private static final Duration LONGEST_PROBE = Duration.ofMinutes(2);

    private static final Duration LONGEST_THOROUGH_PROBE = Duration.ofMinutes(4);

    /** Makes the loads of a search. */
    interface Loads {

        /**
         * A load yet to be made, at time points of its own.
         *
         * @param enough as of {@link ObservedLoad}
         */
        ObservedLoad create(RateProfile rate, Duration length, Predicate<LoadSample> enough, LoadTestListener listener);
    }

    private final LoadTestPlan plan;
    private final String topic;
    private final double first;
    private final Optional<Duration> spike;
    private final Loads loads;
    private final LoadSearchListener listener;
    private final Clock clock;
    private final SearchTimeline timeline = new SearchTimeline();
    private Instant started;
    private ObservedLoad current;
    private boolean stopped;

    /** @param first rate to begin with, readings per second */
    LoadSearch(
            LoadTestPlan plan,
            String topic,
            double first,
            Optional<Duration> spike,
            Loads loads,
            LoadSearchListener listener,
            Clock clock) {
        this.plan = plan;
        this.topic = topic;
        this.first = first;
        this.spike = spike;
        this.loads = loads;
        this.listener = listener;
        this.clock = clock;
    }

    /** Ends the load, and the search with it. */
    synchronized void stop() {
        stopped = true;
        if (current != null) {
            current.stop();
        }
    }

    LoadSearchOutcome run() {
        started = clock.instant();
        RateSearch search = new RateSearch(first);
        Optional<Spike> spiked;
        try {
            for (Optional<Step> step = search.next(); step.isPresent() && !isStopped(); step = search.next()) {
                probe(step.get(), search);
            }
            MaxRate max = search.found();
            spiked = max.confirmed() && !isStopped()
                    ? spike.flatMap(length -> spike(2 * max.ratePerSecond(), length))
                    : Optional.empty();
        } catch (RuntimeException e) {
            listener.found(outcome(false, search.found(), Optional.empty()));
            throw e;
        }
        LoadSearchOutcome outcome = outcome(!isStopped(), search.found(), spiked);
        listener.found(outcome);
        return outcome;
    }

    private LoadSearchOutcome outcome(boolean complete, MaxRate max, Optional<Spike> spiked) {
        return new LoadSearchOutcome(
                plan.groups(), topic, started, elapsed(), complete, max, spiked, timeline.timeline());
    }

    private Duration elapsed() {
        return Duration.between(started, clock.instant());
    }

    private void probe(Step step, RateSearch search) {
        listener.probing(step);
        Probing probing = new Probing(step);
        load(step.ratePerSecond(), step.thorough() ? LONGEST_THOROUGH_PROBE : LONGEST_PROBE, probing)
                .ifPresent(load -> {
                    RateProbe probe = probing.result(load);
                    search.tried(probe);
                    listener.probed(probe);
                    requireDrained(load);
                });
    }

    private void requireDrained(LoadTestOutcome load) {
        if (load.groups().stream().anyMatch(group -> group.unread() > 0)) {
            throw PipelineException.failed(
                    "--find-max: each group must commit what a probe left within --drain (%s s), did not; begin with a lower --rate, or raise --drain"
                            .formatted(plan.drain().toSeconds()));
        }
    }

    private Optional<Spike> spike(double rate, Duration length) {
        listener.spiking(rate, length);
        return load(rate, length, new Probing(null))
                .map(load -> new Spike(
                        rate,
                        load.length(),
                        load.groups().stream()
                                .map(GroupVerdict::maxLag)
                                .max(Duration::compareTo)
                                .orElseThrow(),
                        load.groups().stream().allMatch(group -> group.drain().isPresent())
                                ? load.groups().stream()
                                        .map(group -> group.drain().orElseThrow())
                                        .max(Duration::compareTo)
                                : Optional.empty()));
    }

    /** Empty when it was stopped. */
    private Optional<LoadTestOutcome> load(double rate, Duration length, Probing probing) {
        ObservedLoad load = loads.create(profile(rate), length, probing, probing);
        synchronized (this) {
            if (stopped) {
                return Optional.empty();
            }
            current = load;
        }
        probing.load = load;
        LoadTestOutcome outcome = load.run();
        return isStopped() ? Optional.empty() : Optional.of(outcome);
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** In four digits, of which three behind the point at most. */
    private static RateProfile profile(double ratePerSecond) {
        BigDecimal rounded = BigDecimal.valueOf(ratePerSecond).round(new MathContext(4));
        return RateProfile.parse(rounded.setScale(Math.min(3, Math.max(0, rounded.scale())), RoundingMode.HALF_UP)
                .toPlainString());
    }

    /** Decides about a probe while its load runs; passes on what the search's listener is to know of it. */
    private final class Probing implements Predicate<LoadSample>, LoadTestListener {

        private final Step step;
        private final Map<String, ProbeJudge> judges = new HashMap<>();
        private final Map<String, ProbeVerdict> verdicts = new HashMap<>();
        private Optional<Bottleneck> bottleneck = Optional.empty();
        private ObservedLoad load;

        /** @param step null for a load that nothing decides about */
        private Probing(Step step) {
            this.step = step;
        }

        @Override
        public boolean test(LoadSample sample) {
            if (step == null) {
                return false;
            }
            for (GroupSample group : sample.groups()) {
                judges.computeIfAbsent(
                                group.group(),
                                name -> new ProbeJudge(step, plan.limits().maxLag(), load.judge(name)))
                        .look(sample.at(), group)
                        .ifPresent(verdict -> decided(group, verdict));
            }
            return verdicts.containsValue(ProbeVerdict.TOO_MUCH)
                    || verdicts.containsValue(ProbeVerdict.VOID)
                    || verdicts.size() == plan.groups().size()
                    || sample.load().lateNow().compareTo(LoadLimit.LATE.multipliedBy(5)) > 0;
        }

        private void decided(GroupSample group, ProbeVerdict verdict) {
            verdicts.put(group.group(), verdict);
            if (verdict == ProbeVerdict.TOO_MUCH && bottleneck.isEmpty()) {
                bottleneck = Optional.of(Bottleneck.ofGroup(group));
            }
        }

        RateProbe result(LoadTestOutcome outcome) {
            Optional<LoadLimit> limit = outcome.loadLimit();
            ProbeVerdict verdict = ProbeVerdict.SUSTAINED;
            if (limit.isPresent()) {
                verdict = ProbeVerdict.LOAD_LIMITED;
            } else if (verdicts.containsValue(ProbeVerdict.TOO_MUCH)) {
                verdict = ProbeVerdict.TOO_MUCH;
            } else if (verdicts.containsValue(ProbeVerdict.VOID)) {
                verdict = ProbeVerdict.VOID;
            }
            return new RateProbe(
                    step,
                    verdict,
                    outcome.length(),
                    judges.values().stream()
                            .flatMap(judge -> judge.slope().stream())
                            .max((one, other) -> Double.compare(one.value(), other.value())),
                    limit.map(Bottleneck::ofLoad).or(() -> bottleneck));
        }

        @Override
        public void started(RunSpec run) {
            timeline.begin(elapsed());
            listener.started(run);
        }

        @Override
        public void looked(LoadSample sample, boolean draining) {
            timeline.look(sample);
            listener.looked(sample, draining);
        }

        @Override
        public void unanswered(String message) {
            listener.unanswered(message);
        }

        @Override
        public void ended(LoadTestOutcome outcome) {
            // The search has an end of its own.
        }
    }
}
