package io.minerstream.producer.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.FleetBuilder;
import io.minerstream.producer.fleet.FleetSourceException;
import io.minerstream.producer.fleet.MinerModel;
import io.minerstream.producer.fleet.NoMinersException;
import io.minerstream.producer.fleet.StatusMix;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.producer.kafka.Clients;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.PublishException.Reason;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishing to the roster topic and reading it back. */
final class RosterPublisherTest {

    private static final TopicNames TOPICS = TopicNames.DEFAULT;
    private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final MinerModel S21 = new MinerModel(5, "Antminer S21", null, 200, 3500);

    private final Map<String, String> properties = new HashMap<>();
    private final List<Map<String, Object>> configs = new ArrayList<>();
    private FakeCluster cluster;
    private MockProducer<byte[], SpecificRecord> producer = newProducer();

    @BeforeEach
    void setUp() {
        properties.put("bootstrap.servers", "broker:9092");
        properties.put("schema.registry.url", "mock://roster");
        cluster = new FakeCluster(properties);
    }

    @Test
    void shouldWriteANewFleetToThePartitionsOfItsKeys() {
        Fleet fleet = new SyntheticFleet(50, 5, 42).load();

        assertThat(publish(fleet, TEN)).isEqualTo(new RosterResult(5, TEN, 50, 0, 0));

        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history()).hasSize(50).allSatisfy(record -> {
            assertThat(record.topic()).isEqualTo("hosting-miners");
            assertThat(record.timestamp()).isEqualTo(TEN.toEpochMilli());
            assertThat(record.partition())
                    .isEqualTo(Utils.toPositive(Utils.murmur2(record.key())) % FakeCluster.PARTITIONS);
        });
        assertThat(configs.get(0))
                .containsEntry("transactional.id", "minerstream-roster-site-5")
                .containsEntry("transaction.timeout.ms", 60_000);
    }

    @Test
    void shouldWriteNothingTheSecondTime() {
        Fleet fleet = new SyntheticFleet(50, 5, 42).load();
        published(fleet, NINE);

        assertThat(publish(fleet, TEN)).isEqualTo(new RosterResult(5, TEN, 0, 0, 50));

        assertThat(producer.history()).isEmpty();
        assertThat(producer.commitCount()).isZero();
    }

    @Test
    void shouldWriteOnlyWhatChangedAndRemoveWhatIsGone() {
        published(fleet(5, "active", 1, 2, 3, 4), NINE);
        published(fleet(6, "active", 10, 11), NINE);
        Fleet changed = Fleet.builder(5)
                .add(1, "SN-1", S21, 199, Double.NaN, "active")
                .add(3, "SN-3", S21, 199, Double.NaN, "maintenance")
                .add(5, "SN-5", S21, 199, Double.NaN, "active")
                .build();

        assertThat(publish(changed, TEN)).isEqualTo(new RosterResult(5, TEN, 2, 2, 1));

        assertThat(producer.history())
                .extracting(record -> ByteBuffer.wrap(record.key()).getInt() + (record.value() == null ? " gone" : ""))
                .containsExactly("3", "5", "2 gone", "4 gone");
        committed();
        assertThat(miners(topic(5).asOf(TEN))).isEqualTo(miners(changed));
        assertThat(miners(topic(5).asOf(NINE))).as("as it was before").isNotEqualTo(miners(changed));
        assertThat(topic(6).size()).isEqualTo(2);
    }

    @Test
    void shouldWriteAScheduleAsFurtherEntriesAndReadItBack() {
        Fleet fleet = fleet(5, "active", 1, 2, 3)
                .withSchedule(StatusSchedule.builder()
                        .add(2, NINE.minusSeconds(1), "maintenance")
                        .add(2, NINE.plusSeconds(1), "offline")
                        .add(2, TEN, "active")
                        .add(3, TEN, "active")
                        .build());

        assertThat(publish(fleet, NINE)).isEqualTo(new RosterResult(5, NINE, 3, 0, 0));

        assertThat(producer.history())
                .extracting(record -> "%s %s %s"
                        .formatted(
                                ByteBuffer.wrap(record.key()).getInt(),
                                ((HostingMiner) record.value()).getStatus(),
                                Instant.ofEpochMilli(record.timestamp())))
                .containsExactly(
                        "1 active 2026-03-01T09:00:00Z",
                        "2 maintenance 2026-03-01T09:00:00Z",
                        "2 offline 2026-03-01T09:00:01Z",
                        "2 active 2026-03-01T10:00:00Z",
                        "3 active 2026-03-01T09:00:00Z");
        committed();
        assertThat(topic(5).schedule())
                .isEqualTo(StatusSchedule.builder()
                        .add(2, NINE.plusSeconds(1), "offline")
                        .add(2, TEN, "active")
                        .build());
        assertThat(publish(fleet, NINE)).as("again").isEqualTo(new RosterResult(5, NINE, 0, 0, 3));
        committed();
        assertThat(publish(fleet, TEN)).as("from later on").isEqualTo(new RosterResult(5, TEN, 0, 0, 3));
        committed();
        assertThat(publish(topic(5), NINE)).as("as it was read").isEqualTo(new RosterResult(5, NINE, 0, 0, 3));
    }

    @Test
    void shouldTakeBackAScheduleThatTheFleetDoesNotHaveAnyMore() {
        Fleet fleet = fleet(5, "active", 1, 2);
        published(
                fleet.withSchedule(
                        StatusSchedule.builder().add(2, TEN, "offline").build()),
                NINE);

        publish(fleet, NINE);
        committed();

        assertThat(topic(5).schedule().isEmpty()).isTrue();
        assertThat(topic(5).statusText(1)).isEqualTo("active");
    }

    @Test
    void shouldWriteAgainWhatMustBeValidEarlier() {
        Fleet fleet = fleet(5, "active", 1, 2);
        published(fleet, TEN);

        assertThat(publish(fleet, NINE)).isEqualTo(new RosterResult(5, NINE, 2, 0, 0));
    }

    @Test
    void shouldWriteAMinerThatWasRemovedAndComesBack() {
        Fleet fleet = fleet(5, "active", 1, 2);
        published(fleet, NINE);
        published(fleet(5, "active", 1), NINE);

        assertThat(publish(fleet, TEN)).isEqualTo(new RosterResult(5, TEN, 1, 0, 1));
    }

    @Test
    void shouldCommitInTransactionsOfBoundedSize() {
        Fleet fleet = new SyntheticFleet(2 * RosterPublisher.LARGEST_TRANSACTION + 1, 5, 42).load();

        assertThat(publish(fleet, TEN).written()).isEqualTo(200_001);

        assertThat(producer.commitCount()).isEqualTo(3);
    }

    @Test
    void shouldSayHowMuchIsCommittedWhenKafkaFailsInBetween() {
        Fleet fleet = new SyntheticFleet(RosterPublisher.LARGEST_TRANSACTION + 1, 5, 42).load();
        producer = new MockProducer<>(Cluster.empty(), true, null, new ByteArraySerializer(), (topic, value) -> null) {
            @Override
            public void beginTransaction() {
                if (commitCount() == 1) {
                    sendException = new TopicAuthorizationException("no");
                }
                super.beginTransaction();
            }
        };

        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> publish(fleet, TEN))
                .withMessageEndingWith("; 100000 of 100001 changes are committed; publish again for the rest");
        assertThat(producer.transactionAborted()).isTrue();
    }

    @Test
    void shouldSayThatAnotherPublisherTookOver() {
        producer.commitTransactionException = new ProducerFencedException("fenced");

        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> publish(fleet(5, "active", 1), TEN))
                .withMessage(
                        "another roster publisher of site_id=5 took over (transactional.id minerstream-roster-site-5); run one "
                                + "roster publisher of a site at a time; nothing was written")
                .extracting(PublishException::reason)
                .isEqualTo(Reason.FENCED);
    }

    @Test
    void shouldSayWhenTheCommitIsUncertain() {
        producer.commitTransactionException = new TimeoutException("commit");

        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> publish(fleet(5, "active", 1), TEN))
                .withMessage(
                        "Kafka at broker:9092 did not say whether it committed changes of the roster of site_id=5; publish it "
                                + "again: what is there is not written twice")
                .extracting(PublishException::reason)
                .isEqualTo(Reason.UNCERTAIN);
    }

    @Test
    void shouldRefuseMinersOfAnotherSite() {
        published(fleet(6, "active", 2, 3), NINE);

        assertThatExceptionOfType(PreflightException.class)
                .isThrownBy(() -> publish(fleet(5, "active", 1, 2, 3), TEN))
                .withMessage(
                        "1 finding, nothing was written:\n  topic hosting-miners: miners must be new or of site_id=5 already, got 2 that are of other sites; first: "
                                + "miner 2 (one of them is of site_id=6); use other ids, or publish those sites without them first");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldTakeAMinerThatItsFormerSiteGaveUp() {
        published(fleet(6, "active", 2, 3), NINE);
        published(fleet(6, "active", 3), NINE);

        assertThat(publish(fleet(5, "active", 1, 2), TEN)).isEqualTo(new RosterResult(5, TEN, 2, 0, 0));
    }

    @Test
    void shouldRefuseTopicsThatDoNotFit() {
        cluster.put(TOPICS.miners(), 2, Map.of("cleanup.policy", "delete"));

        assertThatExceptionOfType(PreflightException.class)
                .isThrownBy(() -> publish(fleet(5, "active", 1), TEN))
                .withMessage(
                        """
                        2 findings, nothing was written:
                          topic hosting-miners: cleanup.policy must be compact, is delete: Kafka would delete entries that are still \
                        valid; change the topic's cleanup.policy
                          topic hosting-miners: must have 3 partitions, has 2; recreate it with 3, or use another --topic-prefix""");
        assertThat(publisher().findings(5)).hasSize(2);
    }

    @Test
    void shouldRefuseATopicThatIsNotThere() {
        cluster.topics.remove(TOPICS.miners());

        assertThatExceptionOfType(PreflightException.class)
                .isThrownBy(() -> publish(fleet(5, "active", 1), TEN))
                .withMessage(
                        "1 finding, nothing was written:\n  topic hosting-miners: does not exist; create the topics first");
        assertThatExceptionOfType(NoMinersException.class).isThrownBy(() -> topic(5));
    }

    @Test
    void shouldSayWhichRightsAreMissing() {
        cluster.access.put(TOPICS.miners(), EnumSet.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS));
        cluster.refusesTransactions = true;

        assertThat(publisher().findings(5))
                .containsExactly(
                        "topic hosting-miners: User:ANONYMOUS must be allowed to Read and Write, may Describe and DescribeConfigs; grant "
                                + "it: kafka-acls.sh --add --allow-principal User:ANONYMOUS --operation Read --operation Write --topic "
                                + "hosting-miners",
                        "transactional.id minerstream-roster-site-5-preflight: User:ANONYMOUS must be allowed to Write, is refused; "
                                + "grant it: kafka-acls.sh --add --allow-principal User:ANONYMOUS --operation Write --transactional-id "
                                + "minerstream-roster-site-5 --resource-pattern-type prefixed");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldReplaceEntriesThatNobodyCanRead() {
        byte[] key = RecordKey.of(1);
        cluster.append(TOPICS.miners(), RecordKey.partition(key, FakeCluster.PARTITIONS), 0, key, new byte[] {1, 2});

        assertThatExceptionOfType(FleetSourceException.class)
                .isThrownBy(() -> topic(5))
                .withMessageStartingWith(
                        "topic hosting-miners: the entry of miner 1 that is valid from 1970-01-01T00:00:00Z must be readable, got "
                                + "that at offset 0 of partition ")
                .withMessageEndingWith("; publish the fleet of its site again: minerstream fleet publish --valid-from "
                        + "1970-01-01T00:00:00Z");
        assertThat(publish(fleet(5, "active", 1), TEN).written()).isEqualTo(1);
        committed();
        assertThat(topic(5).size()).isEqualTo(1);
    }

    @Test
    void shouldIgnoreKeysThatAreNoMiners() {
        cluster.append(TOPICS.miners(), 0, 0, new byte[] {5}, new byte[] {1, 2});
        cluster.append(TOPICS.miners(), 0, 0, null, new byte[] {1, 2});
        cluster.append(TOPICS.miners(), 0, 0, RecordKey.of(-1), new byte[] {1, 2});

        assertThat(publish(fleet(5, "active", 1), TEN).written()).isEqualTo(1);
    }

    @Test
    void shouldIgnoreEntriesFromWhenTheTopicHadFewerPartitions() {
        Fleet fleet = fleet(5, "active", 1);
        byte[] key = RecordKey.of(1);
        int other = (RecordKey.partition(key, FakeCluster.PARTITIONS) + 1) % FakeCluster.PARTITIONS;
        cluster.append(new ProducerRecord<>(TOPICS.miners(), other, 0L, key, fleet.hostingMiner(0)));

        assertThatExceptionOfType(NoMinersException.class).isThrownBy(() -> topic(5));
        assertThat(publish(fleet, TEN).written()).isEqualTo(1);
    }

    @Test
    void shouldReadBackWhatWasPublished() {
        Fleet five = new SyntheticFleet(300, 5, 42).load();
        Fleet six = new SyntheticFleet(100, 6, 42, StatusMix.DEFAULT, 1_000).load();
        published(five, NINE);
        published(six, NINE);

        assertThat(miners(topic(5))).isEqualTo(miners(five));
        assertThat(topics()).containsOnlyKeys(5, 6);
        assertThat(miners(topics().get(6))).isEqualTo(miners(six));
    }

    @Test
    void shouldMoveAMinerToTheSiteOfItsLastEntry() {
        published(fleet(6, "active", 2), NINE);
        append(fleet(5, "active", 2));

        assertThat(topics()).containsOnlyKeys(5);
        assertThatExceptionOfType(NoMinersException.class).isThrownBy(() -> topic(6));
    }

    private Map<Integer, Fleet> topics() {
        return new FleetTopic(clients(), TOPICS, 0).read(site -> true);
    }

    private Fleet topic(int siteId) {
        return new FleetTopic(clients(), TOPICS, siteId).load();
    }

    private static Fleet fleet(int siteId, String status, int... ids) {
        FleetBuilder fleet = Fleet.builder(siteId);
        for (int id : ids) {
            fleet.add(id, "SN-" + id, S21, 199, Double.NaN, status);
        }
        return fleet.build();
    }

    private static Object miners(Fleet fleet) {
        return IntStream.range(0, fleet.size()).mapToObj(fleet::hostingMiner).toList();
    }

    private void append(Fleet fleet) {
        for (int i = 0; i < fleet.size(); i++) {
            byte[] key = RecordKey.of(fleet.minerId(i));
            cluster.append(new ProducerRecord<>(
                    TOPICS.miners(), RecordKey.partition(key, FakeCluster.PARTITIONS), 0L, key, fleet.hostingMiner(i)));
        }
    }

    private void published(Fleet fleet, Instant validFrom) {
        publish(fleet, validFrom);
        committed();
    }

    /** Takes what the producer committed to the topic; the next one starts anew. */
    private void committed() {
        cluster.append(producer);
        producer = newProducer();
    }

    private RosterResult publish(Fleet fleet, Instant validFrom) {
        return publisher().publish(fleet, validFrom);
    }

    private RosterPublisher publisher() {
        return new RosterPublisher(clients(), TOPICS);
    }

    private Clients clients() {
        return cluster.clients(config -> {
            configs.add(config);
            return producer;
        });
    }

    private static MockProducer<byte[], SpecificRecord> newProducer() {
        return new MockProducer<>(
                Cluster.empty(), true, null, new ByteArraySerializer(), (topic, value) -> new byte[0]);
    }
}
