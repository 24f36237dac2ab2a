package io.minerstream.producer.preflight;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run would write. Nothing was written.
 *
 * @param spec the run under the id that it would have
 * @param statusDistribution miners of the fleet by status at the first time point
 * @param scheduledChanges status changes of the fleet after the first time point, inside of the range
 * @param plan order and commit batches of the records of this shard
 * @param committed records that are committed already, of an interrupted run
 * @param transactionalId of the producer
 * @param transactionTimeout of the producer
 * @param recordsPerPartition by partition; 0 for those of other shards
 * @param bytesPerRecord key and value in the wire format before compression, on average over the first time point
 * @param samples readings of the first miners at the first time point
 * @param producerSettings effective settings of the producer, with secrets hidden
 * @param missingTopics topics that are yet to be created
 * @param schemaChanges a line for each subject of the registry that would get a version or a compatibility first
 * @param missingMonths monthly partitions of the table that are yet to be made, ascending; empty where no database is known, or its
 *     table has none
 * @param findings a sentence for each blocking problem; empty when the run can be written
 */
public record RunPreview(
        RunSpec spec,
        Map<String, Integer> statusDistribution,
        int scheduledChanges,
        RunPlan plan,
        long committed,
        String transactionalId,
        Duration transactionTimeout,
        List<Long> recordsPerPartition,
        double bytesPerRecord,
        List<MinerTelemetry> samples,
        SortedMap<String, String> producerSettings,
        List<String> missingTopics,
        List<String> schemaChanges,
        List<YearMonth> missingMonths,
        List<String> findings) {

    public RunPreview {
        recordsPerPartition = List.copyOf(recordsPerPartition);
        samples = List.copyOf(samples);
        producerSettings = Collections.unmodifiableSortedMap(new TreeMap<>(producerSettings));
        missingTopics = List.copyOf(missingTopics);
        schemaChanges = List.copyOf(schemaChanges);
        missingMonths = List.copyOf(missingMonths);
        findings = List.copyOf(findings);
    }

    /** The same with what would be changed in the registry and in the table, and other findings. */
    public RunPreview with(List<String> otherChanges, List<YearMonth> otherMonths, List<String> otherFindings) {
        return new RunPreview(
                spec,
                statusDistribution,
                scheduledChanges,
                plan,
                committed,
                transactionalId,
                transactionTimeout,
                recordsPerPartition,
                bytesPerRecord,
                samples,
                producerSettings,
                missingTopics,
                otherChanges,
                otherMonths,
                otherFindings);
    }

    /** Bytes that are still to be sent, before compression. */
    public long remainingBytes() {
        return Math.round((plan.records() - committed) * bytesPerRecord);
    }
}
