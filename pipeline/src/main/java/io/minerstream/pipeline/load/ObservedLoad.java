package io.minerstream.pipeline.load;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.Scope;
import io.minerstream.pipeline.load.lag.GroupProgress;
import io.minerstream.pipeline.load.lag.GroupSample;
import io.minerstream.pipeline.load.lag.LoadMeter;
import io.minerstream.pipeline.load.lag.LoadSample;
import io.minerstream.pipeline.load.lag.Percentiles;
import io.minerstream.pipeline.load.lag.ReadableReadings;
import io.minerstream.pipeline.load.lag.SampleSeries;
import io.minerstream.pipeline.load.verdict.GroupJudge;
import io.minerstream.pipeline.load.verdict.GroupVerdict;
import io.minerstream.pipeline.load.verdict.LoadLimit;
import io.minerstream.producer.load.LoadOrder;
import io.minerstream.producer.load.LoadSender;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.topic.TopicState;
import io.minerstream.schemas.wait.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/** One load and the groups that read it. Used by one thread, once; {@link #stop} by any. */
final class ObservedLoad {

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    /** Kafka may be away for so long, as while a broker is restarted. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final LoadTestPlan plan;
    private final RunSpec run;
    private final long records;
    private final String topic;
    private final int partitions;
    private final LoadSender sender;
    private final GroupWatch watch;
    private final Predicate<LoadSample> enough;
    private final LoadTestListener listener;
    private final Clock clock;
    private final LoadMeter meter;
    private final LoadOrder order;
    private final Map<String, String> properties;
    private final Map<String, GroupProgress> progress = new LinkedHashMap<>();
    private final Map<String, GroupJudge> judges = new LinkedHashMap<>();
    private final Map<String, Duration> drained = new HashMap<>();
    private final SampleSeries samples = new SampleSeries();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Null when nobody else makes the load, or no group is judged. */
    private OtherShards others;

    private Map<Integer, Long> firstEnds;
    private Map<Integer, Long> lastEnds;
    private Instant started;
    /** When the load ended; by the thread that sends. */
    private volatile long sentNanos;

    /** Null while there is load. */
    private Duration length;

    /**
     * A load yet to be made.
     *
     * @param records readings of it, of all its shards
     * @param properties settings of Kafka clients
     * @param enough told about each look while there is load; true ends the load
     */
    ObservedLoad(
            LoadTestPlan plan,
            RunSpec run,
            long records,
            TopicState topic,
            Map<String, String> properties,
            LoadSender sender,
            GroupWatch watch,
            Predicate<LoadSample> enough,
            LoadTestListener listener,
            Clock clock) {
        this.plan = plan;
        this.run = run;
        this.records = records;
        this.topic = topic.name();
        this.partitions = topic.partitions();
        this.order = LoadOrder.of(plan.fleet(), partitions, run.shard());
        this.properties = properties;
        this.sender = sender;
        this.watch = watch;
        this.enough = enough;
        this.listener = listener;
        this.clock = clock;
        ReadableReadings readings = new ReadableReadings(partitions);
        this.meter = new LoadMeter(readings);
        for (String group : plan.groups()) {
            progress.put(group, new GroupProgress(readings));
            judges.put(group, new GroupJudge(group, plan.limits(), partitions, plan.history() > 0));
        }
    }

    /** Ends the load, and the test with it. */
    void stop() {
        sender.stop();
        stopped.countDown();
    }

    /** Judges the group. */
    GroupJudge judge(String group) {
        return judges.get(group);
    }

    LoadTestOutcome run() {
        firstEnds = watch.look(partitions).ends();
        lastEnds = firstEnds;
        started = clock.instant();
        listener.started(run);
        OptionalLong begin = plan.at()
                .map(at -> OptionalLong.of(
                        System.nanoTime() + Duration.between(started, at).toNanos()))
                .orElse(OptionalLong.empty());
        try (Scope scope = new Scope()) {
            if (!run.shard().isAll() && !plan.groups().isEmpty()) {
                others = new OtherShards(properties, run, plan.fleet(), plan.rate(), order, begin.orElseThrow(), meter);
                scope.start("minerstream-other-shards", () -> others.read(topic, firstEnds));
            }
            follow(scope.ask("minerstream-load", () -> send(begin)));
        } catch (RuntimeException e) {
            sender.stop();
            listener.ended(outcome(false));
            throw e;
        }
        LoadTestOutcome outcome = outcome(stopped.getCount() > 0);
        listener.ended(outcome);
        return outcome;
    }

    private Long send(OptionalLong begin) {
        long sent = sender.send(
                plan.fleet(), run, plan.rate(), begin, plan.history(), records, plan.readCommitted(), meter);
        sentNanos = System.nanoTime();
        return sent;
    }

    private void follow(Scope.Work<Long> sending) {
        Deadline answer = Deadline.in(LONGEST_SILENCE);
        boolean isStopped;
        do {
            isStopped = awaitNextLook();
            if (length == null && (isStopped || sending.isDone())) {
                // Throws the failure of the load.
                sending.join();
                length = elapsed(sentNanos);
            }
            if (meter.startNanos().isEmpty()) {
                continue;
            }
            try {
                look();
                answer = Deadline.in(LONGEST_SILENCE);
            } catch (RetriableException e) {
                if (answer.isOver()) {
                    throw PipelineException.unreachable(
                            "Kafka: must answer within %s s, did not (%s); this is what was seen until then"
                                    .formatted(LONGEST_SILENCE.toSeconds(), e.getMessage()),
                            e);
                }
                listener.unanswered(e.getMessage());
            }
        } while (!isStopped && !isOver());
    }

    /** Whether all groups have committed the load, or had the time to. */
    private boolean isOver() {
        return length != null
                && (drained.size() == plan.groups().size() || elapsed().compareTo(length.plus(plan.drain())) >= 0);
    }

    /** Returns at the next look; true when the test was stopped. */
    private boolean awaitNextLook() {
        try {
            return stopped.await(LOOK_INTERVAL.toNanos() - elapsed().toNanos() % LOOK_INTERVAL.toNanos(), NANOSECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void look() {
        GroupWatch.Look look = watch.look(partitions);
        long now = System.nanoTime();
        Duration at = elapsed();
        lastEnds = look.ends();
        List<GroupSample> groups = new ArrayList<>();
        Map<String, Percentiles> lateness = new HashMap<>();
        progress.forEach((name, group) -> {
            GroupWatch.Group found = look.groups().get(name);
            GroupSample sample = new GroupSample(
                    name, found.state(), found.members(), found.rebalanced(), group.look(now, found.committed()));
            judges.get(name).look(at, sample);
            lateness.put(name, group.recentLateness());
            groups.add(sample);
            if (length != null && sample.readings() == 0 && othersHaveArrived()) {
                drained.putIfAbsent(name, at.minus(length));
            }
        });
        LoadSample sample =
                new LoadSample(at, intended(length == null ? at : length), meter.snapshot(), groups, lateness);
        samples.add(sample);
        listener.looked(sample, length != null);
        if (length == null && enough.test(sample)) {
            sender.stop();
        }
    }

    private boolean othersHaveArrived() {
        return others == null || others.arrived() >= others.due(records);
    }

    /** Of this shard. */
    private long intended(Duration at) {
        return order.own(plan.history() + due(at)) - order.own(plan.history());
    }

    /** Of all shards. */
    private long due(Duration at) {
        return Math.min(records, plan.rate().schedule().recordsBefore(at.toNanos()));
    }

    /** Since the start of the load; zero before. */
    private Duration elapsed() {
        return elapsed(System.nanoTime());
    }

    private Duration elapsed(long nanos) {
        return meter.startNanos().isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(nanos - meter.startNanos().getAsLong());
    }

    private LoadTestOutcome outcome(boolean complete) {
        Duration loaded = length == null ? elapsed() : length;
        LoadMeter.Snapshot load = meter.snapshot();
        long foreign = lastEnds.keySet().stream()
                        .mapToLong(partition -> lastEnds.get(partition) - firstEnds.get(partition))
                        .sum()
                - load.readable()
                - load.markers();
        return new LoadTestOutcome(
                plan,
                run,
                topic,
                started,
                loaded,
                complete,
                intended(loaded),
                meter.history(),
                load,
                meter.sendLateness(),
                meter.acknowledgement(),
                LoadLimit.of(load, meter.sendLateness(), loaded)
                        .or(() -> complete && !othersHaveArrived() ? Optional.of(LoadLimit.SHARDS) : Optional.empty()),
                Optional.ofNullable(others)
                        .map(shards -> new LoadTestOutcome.OtherReadings(shards.due(due(loaded)), shards.arrived())),
                Math.max(0, foreign),
                judges.entrySet().stream()
                        .map(judge -> verdict(judge.getKey(), judge.getValue()))
                        .toList(),
                samples.samples());
    }

    private GroupVerdict verdict(String group, GroupJudge judge) {
        return judge.verdict(
                Optional.ofNullable(drained.get(group)), progress.get(group).lateness());
    }
}
