package io.minerstream.pipeline.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.SimulationRun;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.record.FleetChecksum;
import io.minerstream.producer.replay.RunReplay;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegenerationTest {

    private static final String ROSTER = "hosting-miners";

    private final SimulationRun manifest =
            new KnownRuns().completed("aaaaaaaa", 0, 24, 7).find("aaaaaaaa");
    private final Fleet fleet = new SyntheticFleet(2, 5, 42).load();

    @Test
    void shouldGenerateARunOfTheSameFleetAgain() {
        manifest.setFleetChecksum(FleetChecksum.of(fleet, RunHistory.range(manifest)));

        assertThat(Regeneration.fleetFinding(run(), ROSTER)).isEmpty();
    }

    @Test
    void shouldRefuseARunOfAnotherFleet() {
        Fleet other = new SyntheticFleet(2, 5, 43).load();
        manifest.setFleetChecksum(FleetChecksum.of(other, RunHistory.range(manifest)));

        assertThat(Regeneration.fleetFinding(run(), ROSTER))
                .hasValue(
                        "run aaaaaaaa: must have the fleet that it was generated for, got 2 miners in topic hosting-miners as of "
                                + "2026-11-01T00:00:00Z and in the database, with other ids, statuses or baselines; its values cannot be "
                                + "generated again unless that fleet comes back; write its range by today's fleet by `minerstream generate "
                                + "--force`");
    }

    @Test
    void shouldRefuseARunThatDoesNotSayItsFleet() {
        manifest.setFleetChecksum(0);

        assertThat(Regeneration.fleetFinding(run(), ROSTER))
                .hasValue(
                        "run aaaaaaaa: must say by a checksum which fleet it was generated for, got none, as earlier versions "
                                + "wrote it; write its range again by `minerstream generate --force`");
    }

    @Test
    void shouldTakeTheParametersThatTheRunRecords() {
        manifest.setIntervalSeconds(1800);
        manifest.setProfile("reference");
        manifest.setPoolDifficulty(131_072);
        manifest.setShards(3);
        manifest.setExpectedRecords(96);

        RunSpec spec = Regeneration.spec(run());

        assertThat(spec.siteId()).isEqualTo(5);
        assertThat(spec.range()).isEqualTo(RunHistory.range(manifest));
        assertThat(spec.range().interval()).hasMinutes(30);
        assertThat(spec.seed()).isEqualTo(7);
        assertThat(spec.profile().word()).isEqualTo("reference");
        assertThat(spec.poolDifficulty()).isEqualTo(131_072);
        assertThat(spec.force()).isTrue();
        assertThat(spec.commit()).isEqualTo(CommitPolicy.AUTO);
        assertThat(spec.shard()).isEqualTo(Shard.ALL);
    }

    private RunToVerify run() {
        return new RunToVerify(
                Optional.of(manifest),
                5,
                manifest.getSeed(),
                manifest.getProfile(),
                manifest.getTo(),
                RunReplay.of(manifest, fleet),
                RunToVerify.FleetOrigin.ROSTER);
    }
}
