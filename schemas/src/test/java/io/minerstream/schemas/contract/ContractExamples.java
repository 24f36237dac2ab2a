package io.minerstream.schemas.contract;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MetricSummary;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Rule;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.Severity;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.Watermark;
import io.minerstream.avro.WindowVerdict;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** One record of every contract with all fields set, and one of each with every nullable field null. */
public final class ContractExamples {

    private static final Instant MIDNIGHT = Instant.parse("2025-11-20T00:00:00Z");
    private static final Instant NEXT_MIDNIGHT = Instant.parse("2025-11-21T00:00:00Z");

    private ContractExamples() {}

    /** Both variants of every public contract. */
    public static List<SpecificRecord> all() {
        return List.of(
                reading(),
                readingOfStoppedMiner(),
                miner(),
                minerOfUnknownModel(),
                watermark(),
                run(),
                strategy(),
                alert(),
                alertWithoutEvidence(),
                verdict(),
                emptyVerdict());
    }

    /** A reading of a running miner. */
    public static MinerTelemetry reading() {
        return MinerTelemetry.newBuilder()
                .setMinerId(17)
                .setHashrate(108.25)
                .setPowerConsumption(3190.5)
                .setTemperature(71.5)
                .setFanSpeed(4820)
                .setRecordedAt(MIDNIGHT.plusMillis(1))
                .setAcceptedShares(2558L)
                .setRejectedShares(4L)
                .build();
    }

    /** A reading of an offline miner: temperature and fan speed are null. */
    public static MinerTelemetry readingOfStoppedMiner() {
        return MinerTelemetry.newBuilder()
                .setMinerId(Integer.MAX_VALUE)
                .setHashrate(0)
                .setPowerConsumption(0)
                .setRecordedAt(MIDNIGHT)
                .build();
    }

    static HostingMiner miner() {
        return HostingMiner.newBuilder()
                .setMinerId(17)
                .setSiteId(5)
                .setSerialNumber("SN-000017")
                .setMinerModelId(3)
                .setModelName("Antminer S19 XP")
                .setReferenceHashrate(140.0)
                .setReferencePower(3010.0)
                .setActualHashrate(138.5)
                .setActualPower(3050.0)
                .setStatus("maintenance")
                .build();
    }

    static HostingMiner minerOfUnknownModel() {
        return HostingMiner.newBuilder()
                .setMinerId(18)
                .setSiteId(5)
                .setSerialNumber("序列号-18")
                .build();
    }

    static Watermark watermark() {
        return Watermark.newBuilder()
                .setRunId("k3x0pq9a")
                .setSiteId(5)
                .setRunFrom(MIDNIGHT)
                .setRunTo(NEXT_MIDNIGHT)
                .setClosed(MIDNIGHT)
                .setRecords(1_000L)
                .setPartition(2)
                .setPartitions(6)
                .build();
    }

    static SimulationRun run() {
        return SimulationRun.newBuilder()
                .setRunId("k3x0pq9a")
                .setSiteId(5)
                .setFrom(MIDNIGHT)
                .setTo(NEXT_MIDNIGHT)
                .setSeed(-42L)
                .setProfile("reference")
                .setMiners(6_000)
                .setPartitions(6)
                .setExpectedRecords(144_000L)
                .setState(RunState.STARTED)
                .setStartedAt(NEXT_MIDNIGHT)
                .setUpdatedAt(NEXT_MIDNIGHT)
                .setProgress(RunProgress.newBuilder()
                        .setCommittedRecords(0)
                        .setCommittedUntil(MIDNIGHT)
                        .build())
                .build();
    }

    static CurtailmentStrategy strategy() {
        return CurtailmentStrategy.newBuilder()
                .setSiteId(5)
                .setName("Customer Priority - MegaFarm")
                .setStrategyType("customer_priority")
                .setPerformanceWeight(0.40)
                .setPowerEfficiencyWeight(0.20)
                .setUptimeWeight(0.40)
                .setVipCustomerProtection(true)
                .setMinUptimeThreshold(0.85)
                .setIsActive(false)
                .build();
    }

    static TelemetryAlert alert() {
        return TelemetryAlert.newBuilder()
                .setFingerprint("range/hashrate/miner/17")
                .setRule(Rule.RANGE)
                .setMetric("hashrate")
                .setSeverity(Severity.CRITICAL)
                .setState(AlertState.FIRING)
                .setSiteId(5)
                .setMinerId(17)
                .setRunId("k3x0pq9a")
                .setWindowStart(MIDNIGHT)
                .setWindowEnd(NEXT_MIDNIGHT)
                .setTimePoints(List.of(MIDNIGHT, MIDNIGHT.plusSeconds(3600)))
                .setExpected(24.0)
                .setObserved(23.0)
                .setLowerLimit(99.0)
                .setUpperLimit(121.0)
                .setMessage("hashrate 150.0 TH/s is above 121.0")
                .setFirstEvidence(new Evidence("miner-telemetry", 2, 1_234L))
                .setLastEvidence(new Evidence("miner-telemetry", 2, 1_240L))
                .setRaisedAt(NEXT_MIDNIGHT)
                .setStartsAt(MIDNIGHT)
                .setResolvedAt(NEXT_MIDNIGHT)
                .setMiners(12)
                .setExampleMiners(List.of(17, 18))
                .build();
    }

    static TelemetryAlert alertWithoutEvidence() {
        return TelemetryAlert.newBuilder()
                .setFingerprint("unknown_miner/miner/99")
                .setRule(Rule.UNKNOWN_MINER)
                .setSeverity(Severity.WARNING)
                .setState(AlertState.RESOLVED)
                .setMinerId(99)
                .setMessage("the roster has no miner 99")
                .setRaisedAt(MIDNIGHT)
                .build();
    }

    static WindowVerdict verdict() {
        MetricSummary metric = new MetricSummary(24L, 2_640.0, 99.5, 120.5);
        return WindowVerdict.newBuilder()
                .setSiteId(5)
                .setRunId("k3x0pq9a")
                .setWindowStart(MIDNIGHT)
                .setWindowEnd(NEXT_MIDNIGHT)
                .setPassed(false)
                .setMiners(2)
                .setMinersPassed(1)
                .setMinersFailed(1)
                .setExpectedRecords(48L)
                .setReceivedRecords(47L)
                .setDuplicateRecords(0L)
                .setFailures(List.of(new RuleFailures(Rule.COUNT, 1, List.of(17))))
                .setStatuses(List.of(new StatusSummary("active", 2, 47L, metric, metric, metric)))
                .setPartitions(6)
                .setDecidedAt(NEXT_MIDNIGHT)
                .build();
    }

    static WindowVerdict emptyVerdict() {
        return WindowVerdict.newBuilder(verdict())
                .setFailures(List.of())
                .setStatuses(List.of())
                .build();
    }
}
