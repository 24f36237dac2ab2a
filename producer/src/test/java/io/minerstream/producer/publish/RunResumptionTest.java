package io.minerstream.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.RunState;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Runs that meet earlier ones: resumed, refused, and in shards. */
final class RunResumptionTest extends PublisherFixture {

    @Test
    void shouldRefuseARangeThatWasGeneratedBefore() {
        RunSpec first = spec(2);
        publish(first);
        cluster.append(producer);
        producer = new ScriptedProducer();

        assertThatThrownBy(
                        () -> publish(new RunSpec(id("bbbbbbbb"), 5, hours(1), 42, SignalProfile.REFERENCE, 9, false)))
                .isInstanceOf(ExistingRunException.class)
                .hasMessage("site_id=5 already has readings between 2026-11-24T10:00:00Z and 2026-11-24T11:00:00Z (end"
                        + " excluded): run aaaaaaaa wrote 100 records from 2026-11-24T09:00:00Z to 2026-11-24T11:00:00Z"
                        + " (completed at 2026-11-24T10:20:30Z); nothing was written; choose another range, or --force to"
                        + " generate it again");
        assertThat(configs).as("producers: nobody is fenced in vain").hasSize(1);
    }

    /** The other generator commits between our first check and its fencing. */
    @Test
    void shouldCheckAgainWhenTheOtherGeneratorIsFenced() {
        RunSpec other = spec(2);
        publish(other);
        MockProducer<byte[], SpecificRecord> theirs = producer;
        producer = new ScriptedProducer();
        producer.onInit = () -> cluster.append(theirs);

        assertThatThrownBy(
                        () -> publish(new RunSpec(id("bbbbbbbb"), 5, hours(1), 42, SignalProfile.REFERENCE, 9, false)))
                .isInstanceOf(ExistingRunException.class);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldResumeAnInterruptedRunWithTheSameRecords() {
        RunSpec spec = spec(6, CommitPolicy.parse("70"), Shard.ALL);
        publish(spec);
        List<String> whole = readingsAndWatermarks();
        producer = new ScriptedProducer();
        producer.failAt(TOPICS.telemetry(), 3 * 70 + 5, new TimeoutException("no leader"));
        failure(spec);
        List<String> first = readingsAndWatermarks();
        cluster.append(producer);
        producer = new ScriptedProducer();
        List<Long> resumed = new ArrayList<>();

        RunResult result = publisher().publish(FLEET, spec, new RunListener() {
            @Override
            public void resumed(long committed) {
                resumed.add(committed);
            }
        });

        List<String> both = new ArrayList<>(first);
        both.addAll(readingsAndWatermarks());
        assertThat(both).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(resumed).containsExactly(210L);
        assertThat(result.recordsResumed()).isEqualTo(210);
        assertThat(result.recordsGenerated()).isEqualTo(90);
        assertThat(result.recordsCommitted()).isEqualTo(300);
        assertThat(lastManifest())
                .isEqualTo(manifest(spec, RunState.COMPLETED, 300, spec.range().to()));
    }

    @Test
    void shouldNotResumeWithAnotherFleet() {
        RunSpec spec = spec(6, CommitPolicy.parse("time-point"), Shard.ALL);
        producer.failAt(TOPICS.telemetry(), MINERS + 5, new TimeoutException("no leader"));
        failure(spec);
        cluster.append(producer);
        producer = new ScriptedProducer();

        assertThatThrownBy(() -> publisher().publish(changed(FLEET, 3), spec, RunListener.NONE))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "1 finding, nothing was written:\n  run aaaaaaaa: 50 of its 300 readings are committed, and the rest would be of another fleet, or of a topic "
                                + "with other partitions; bring them back, or `minerstream runs abort aaaaaaaa` and --force");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldNotPublishACompletedRunAgainUnderItsId() {
        publish(spec(1));
        cluster.append(producer);

        assertThatThrownBy(() -> publish(spec(1))).isInstanceOf(ExistingRunException.class);
        assertThatThrownBy(() ->
                        publish(new RunSpec(id("aaaaaaaa"), 5, hours(1), 42, SignalProfile.REFERENCE, 1_000, true)))
                .isInstanceOf(ExistingRunException.class);
    }

    @Test
    void shouldFindTheIdOfTheInterruptedRun() {
        RunSpec spec = publisher().identify(spec(6, CommitPolicy.parse("time-point"), Shard.ALL));
        producer.failAt(TOPICS.telemetry(), MINERS + 5, new TimeoutException("no leader"));
        failure(spec);
        cluster.append(producer);
        producer = new ScriptedProducer();

        assertThat(publisher().identify(spec.withId(id("cccccccc"))).id()).isEqualTo(spec.id());
        publish(spec);
        cluster.append(producer);

        assertThat(publisher().identify(spec).id())
                .as("a completed run keeps its id, so that it is found to be there")
                .isEqualTo(spec.id());
        assertThat(publisher().identify(forced(spec)).id()).isNotEqualTo(spec.id());
    }

    @Test
    void shouldNotCutARunIntoOtherShardsThanThoseThatWroteOfIt() {
        RunSpec inOnePiece = publisher().identify(spec(2));
        publish(inOnePiece);
        cluster.append(producer);
        producer = new ScriptedProducer();
        RunSpec asked = spec(2, CommitPolicy.AUTO, new Shard(0, 2));

        RunSpec half = publisher().identify(asked);
        assertThat(half.id())
                .as("what a reading is does not depend on the shards")
                .isEqualTo(inOnePiece.id());
        assertThatThrownBy(() -> publish(half)).isInstanceOf(ExistingRunException.class);
        assertThat(publisher().identify(forced(asked)).id()).isNotEqualTo(inOnePiece.id());
    }

    @Test
    void shouldWriteTheSameRecordsInShardsAsInOnePiece() {
        publish(spec(3, CommitPolicy.AUTO, Shard.ALL));
        List<String> whole = readingsAndWatermarks();
        List<String> roster = contents(records(TOPICS.miners()).stream());
        cluster = new FakeCluster(properties);
        List<String> parts = new ArrayList<>();
        List<String> rosters = new ArrayList<>();
        for (int shard = 0; shard < 2; shard++) {
            producer = new ScriptedProducer();
            publish(spec(3, CommitPolicy.AUTO, new Shard(shard, 2)));
            parts.addAll(readingsAndWatermarks());
            rosters.addAll(contents(records(TOPICS.miners()).stream()));
            cluster.append(producer);
        }

        assertThat(parts).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(rosters).containsExactlyInAnyOrderElementsOf(roster);
        assertThat(records(TOPICS.runs()))
                .extracting(manifest -> new String(manifest.key(), StandardCharsets.UTF_8))
                .containsOnly("aaaaaaaa/1");
        assertThat(configs.get(configs.size() - 1))
                .containsEntry("transactional.id", "minerstream-generate-site-5-shard-1-of-2");
    }

    @Test
    void shouldWriteTheWatermarksOfPartitionsWithoutMiners() {
        Fleet two = new SyntheticFleet(2, 5, 42).load();
        List<ProducerRecord<byte[], SpecificRecord>> watermarks = new ArrayList<>();
        for (int shard = 0; shard < 3; shard++) {
            producer = new ScriptedProducer();
            publisher().publish(two, spec(2, CommitPolicy.AUTO, new Shard(shard, 3)), RunListener.NONE);
            watermarks.addAll(records(TOPICS.watermarks()));
            assertThat(lastManifest().getState()).isEqualTo(RunState.COMPLETED);
        }

        assertThat(watermarks).hasSize(2 * FakeCluster.PARTITIONS);
    }
}
