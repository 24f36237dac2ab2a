package io.minerstream.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.TimeRange;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** What a run writes to the roster topic. */
final class RunRosterTest extends PublisherFixture {

    @Test
    void shouldNotRewriteMinersThatDidNotChange() {
        publish(spec(1));
        cluster.append(producer);
        Fleet changed = changed(FLEET, 7);
        producer = new ScriptedProducer();
        publisher().publish(changed, forced(spec(1)), rosterListener);

        assertThat(rosterWritten).isEqualTo(1);
        assertThat(records(TOPICS.miners())).singleElement().satisfies(entry -> assertThat(entry.value())
                .isEqualTo(changed.hostingMiner(7)));
    }

    /** An entry is valid from its timestamp on: one of a later run says nothing about an earlier one. */
    @Test
    void shouldRewriteMinersWhoseEntryIsNotValidYetAtTheStartOfTheRun() {
        publish(spec(1));
        cluster.append(producer);
        producer = new ScriptedProducer();
        Instant to = NOW.truncatedTo(ChronoUnit.HOURS).minusSeconds(3600);
        TimeRange earlier = TimeRange.hourly(to.minusSeconds(3600), to);
        publish(new RunSpec(id("bbbbbbbb"), 5, earlier, 42, SignalProfile.REFERENCE, 100, false));

        assertThat(rosterWritten).isEqualTo(MINERS);
        assertThat(records(TOPICS.miners()))
                .extracting(ProducerRecord::timestamp)
                .containsOnly(earlier.from().toEpochMilli());
    }

    @Test
    void shouldReplaceRosterEntriesThatCannotBeRead() {
        publish(spec(1));
        cluster.append(producer);
        ProducerRecord<byte[], SpecificRecord> entry = records(TOPICS.miners()).get(0);
        cluster.append(TOPICS.miners(), entry.partition(), 0, entry.key(), new byte[] {9, 9});
        producer = new ScriptedProducer();

        publish(forced(spec(1)));

        assertThat(rosterWritten).isEqualTo(1);
    }

    @Test
    void shouldWriteRosterEntriesThatWereRemoved() {
        publish(spec(1));
        cluster.append(producer);
        ProducerRecord<byte[], SpecificRecord> entry = records(TOPICS.miners()).get(0);
        cluster.append(TOPICS.miners(), entry.partition(), 0, entry.key(), null);
        producer = new ScriptedProducer();

        publish(forced(spec(1)));

        assertThat(rosterWritten).isEqualTo(1);
    }

    /** From the time when the topic had fewer partitions: the validator does not see it there. */
    @Test
    void shouldIgnoreRosterEntriesInAPartitionThatIsNotTheMiners() {
        publish(spec(1));
        cluster.append(producer);
        ProducerRecord<byte[], SpecificRecord> entry = records(TOPICS.miners()).get(0);
        cluster.append(TOPICS.miners(), (entry.partition() + 1) % FakeCluster.PARTITIONS, 0, entry.key(), null);
        producer = new ScriptedProducer();

        publish(forced(spec(1)));

        assertThat(rosterWritten).isZero();
    }

    @Test
    void shouldLeaveNoTraceWhenTheRosterFails() {
        producer.failAt(TOPICS.miners(), 30, new TimeoutException("no leader"));

        assertThat(failure(spec(1)))
                .hasMessage("Kafka at broker:9092 did not answer in time (no leader); check that it runs and that"
                        + " bootstrap.servers is right; no reading was written");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldCountOnlyTheEntriesOfItsShard() {
        publish(spec(1, CommitPolicy.AUTO, new Shard(0, 2)));

        assertThat(records(TOPICS.miners())).hasSizeBetween(1, MINERS - 1).hasSize(rosterWritten);
    }
}
