package io.minerstream.producer.preflight;

import io.minerstream.avro.SimulationRun;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.AccessCheck;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.Cluster;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.pacing.TimePointScheduler;
import io.minerstream.producer.record.MinerKeys;
import io.minerstream.producer.record.RunRecords;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.CommitPolicy.Kind;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a run can be written to a cluster as it is, and what it would be there. Writes nothing.
 *
 * @param spec the run
 * @param keys keys and partitions of the fleet
 * @param plan order and commit batches of the records
 * @param records the records
 * @param timeout timeout of its transactions
 * @param missingTopics topics that do not exist
 * @param findings a sentence for each blocking problem except missing topics
 */
public record RunAdmission(
        RunSpec spec,
        MinerKeys keys,
        RunPlan plan,
        RunRecords records,
        Duration timeout,
        List<String> missingTopics,
        List<String> findings) {

    private static final Duration SMALLEST_TIMEOUT = Duration.ofSeconds(60);

    /** Far below what any cluster takes, so that no transaction times out on a slow one. */
    private static final long SLOWEST_RECORDS_PER_SECOND = 10_000;

    /** A longer run has enough batches for their lengths to repeat. */
    private static final int MEASURED_BATCHES = 100_000;

    /**
     * Checks topics and brokers.
     *
     * @param access what the writer may do with the topics
     * @param fleet the miners of the run's site
     * @param partitionsIfMissing partitions of a telemetry topic that is yet to be created, at least 1
     */
    public static RunAdmission inspect(
            RunContext context,
            Cluster cluster,
            AccessCheck access,
            Fleet fleet,
            RunSpec spec,
            int partitionsIfMissing) {
        TopicNames topics = context.topics();
        ClientProperties properties = context.clients().properties();
        Instant now = context.clock().instant();
        Set<String> names = Preflight.operations(topics).keySet();
        Map<String, TopicState> states = cluster.topics(access.visible(names));
        RecordSizes sizes = RecordSizes.of(properties, fleet);
        List<String> findings = new ArrayList<>(access.findings());
        findings.addAll(new Preflight(topics, spec, context.scheduler(), sizes, now).findings(states));
        sizes.requestFinding().ifPresent(findings::add);
        TopicState telemetry = states.get(topics.telemetry());
        int partitions = telemetry == null ? partitionsIfMissing : telemetry.partitions();
        if (spec.shard().index() >= partitions) {
            findings.add("shard %s: must own a partition of topic %s, which has %s; use fewer shards"
                    .formatted(spec.shard(), topics.telemetry(), partitions));
        }
        MinerKeys keys = new MinerKeys(fleet, partitions, spec.shard());
        RunPlan plan = new RunPlan(keys.ownedMiners(), spec.range().timePoints(), commit(spec, context.rate()));
        long rosterEntries = keys.ownedMiners()
                + (long) fleet.schedule()
                        .countBetween(spec.range().from(), spec.range().to());
        Duration needed = neededTimeout(plan, rosterEntries);
        Duration allowed = cluster.maxTransactionTimeout();
        if (spec.commit().isExactlyOnce()) {
            needed = needed.plus(longestBatch(plan, context.rate()));
            transactionFinding(plan, context.rate(), needed, allowed).ifPresent(findings::add);
        }
        return new RunAdmission(
                spec,
                keys,
                plan,
                new RunRecords(topics, fleet, keys, spec, plan, context.scheduler() != TimePointScheduler.OPEN, now),
                properties.transactionTimeout(needed.compareTo(allowed) <= 0 ? needed : allowed),
                names.stream()
                        .filter(name -> !access.allowed().containsKey(name))
                        .toList(),
                List.copyOf(findings));
    }

    /**
     * Where a run resumes.
     *
     * @param committed readings of it that are committed already
     * @param mayHaveDuplicates whether later ones may be there as well: it was interrupted without transactions
     */
    public record Resumption(long committed, boolean mayHaveDuplicates) {}

    /**
     * Where this run resumes, or that it begins.
     *
     * @throws ExistingRunException when the range has readings of this run or another
     * @throws PreflightException when the rest of the run would not fit what is committed
     */
    public Resumption requireFree(RunHistory history) {
        if (!spec.force()) {
            List<SimulationRun> existing = history.overlapping(
                    spec.siteId(), spec.range(), spec.id(), spec.shard().count());
            if (!existing.isEmpty()) {
                throw new ExistingRunException(spec.siteId(), spec.range(), existing);
            }
        }
        Optional<SimulationRun> own = history.find(spec.id(), spec.shard());
        if (own.isEmpty()) {
            return new Resumption(0, false);
        }
        if (!RunHistory.isResumable(own.get())) {
            throw new ExistingRunException(spec.siteId(), spec.range(), List.of(own.get()));
        }
        long committed = RunHistory.committed(own.get());
        requireSameGuarantee(own.get());
        if (committed > 0 && !records.matches(own.get())) {
            throw new PreflightException(List.of(
                    ("run %s: %s of its %s readings are committed, and the rest would be of another fleet, or of a topic with "
                                    + "other partitions; bring them back, or `minerstream runs abort %s` and %s")
                            .formatted(
                                    spec.id(),
                                    committed,
                                    own.get().getExpectedRecords(),
                                    spec.id(),
                                    records.isLive() ? "begin after it" : "--force")));
        }
        return new Resumption(committed, RunHistory.mayHoldMore(own.get()));
    }

    /** A run in transactions has each reading once, which does not hold for one that began or resumes without them. */
    private void requireSameGuarantee(SimulationRun run) {
        if (RunHistory.mayHoldReadings(run)
                && run.getExactlyOnce() != spec.commit().isExactlyOnce()) {
            throw new PreflightException(List.of(
                    run.getExactlyOnce()
                            ? "commit: run %s was begun in transactions and cannot resume without; start it without --commit none"
                                    .formatted(spec.id())
                            : ("commit: run %s was begun without transactions and cannot resume in them; start it with --commit none, or "
                                            + "`minerstream runs abort %s` and --force")
                                    .formatted(spec.id(), spec.id())));
        }
    }

    /** Paced readings must be visible during the run, not only at its end. */
    private static CommitPolicy commit(RunSpec spec, RateProfile rate) {
        boolean byHour = spec.commit().kind() == Kind.AUTO || spec.commit().kind() == Kind.NONE;
        return byHour && !rate.isUnlimited() ? new CommitPolicy(Kind.TIME_POINT, 0) : spec.commit();
    }

    /** The time that the largest transaction takes on the slowest cluster. */
    private static Duration neededTimeout(RunPlan plan, long rosterEntries) {
        long records = Math.max(plan.recordsPerCommitBatch(), Math.min(rosterEntries, RunPlan.DEFAULT_BATCH_RECORDS));
        return SMALLEST_TIMEOUT.plusSeconds(records / SLOWEST_RECORDS_PER_SECOND);
    }

    /** The longest time that a commit batch takes at its intended rate, when the run begins with the first one. */
    private static Duration longestBatch(RunPlan plan, RateProfile rate) {
        if (rate.isUnlimited()) {
            return Duration.ZERO;
        }
        long longest = 0;
        long from = 0;
        for (int batch = 0; batch < MEASURED_BATCHES && from < plan.records(); batch++) {
            long end = plan.batchEnd(from);
            longest = Math.max(
                    longest,
                    rate.schedule().intendedNanos(end - 1) - rate.schedule().intendedNanos(from));
            from = end;
        }
        return Duration.ofNanos(longest);
    }

    private static Optional<String> transactionFinding(
            RunPlan plan, RateProfile rate, Duration needed, Duration allowed) {
        boolean asked = !rate.isUnlimited()
                || plan.commit().kind() == Kind.RUN
                || plan.commit().kind() == Kind.RECORDS;
        String speed = rate.isUnlimited()
                ? "at " + SLOWEST_RECORDS_PER_SECOND + " records/s"
                : "at the rate that is asked for";
        return asked && needed.compareTo(allowed) > 0
                ? Optional.of(("commit: a transaction of %s records must end within the %s s that the brokers allow "
                                + "(transaction.max.timeout.ms), but may take %s s %s; commit less at once, for example "
                                + "--commit %s")
                        .formatted(
                                plan.recordsPerCommitBatch(),
                                allowed.toSeconds(),
                                needed.toSeconds(),
                                speed,
                                Math.max(1, Math.min(plan.miners(), plan.recordsPerCommitBatch() / 10))))
                : Optional.empty();
    }
}
