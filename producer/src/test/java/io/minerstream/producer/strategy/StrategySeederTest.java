package io.minerstream.producer.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.PublishException.Reason;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StrategySeederTest {

    private static final TopicNames TOPICS = TopicNames.DEFAULT;

    private final Map<String, String> properties = new HashMap<>();
    private final List<Map<String, Object>> configs = new ArrayList<>();
    private FakeCluster cluster;
    private MockProducer<byte[], SpecificRecord> producer = newProducer(() -> {});

    @BeforeEach
    void setUp() {
        properties.put("bootstrap.servers", "broker:9092");
        properties.put("schema.registry.url", "mock://seeder");
        cluster = new FakeCluster(properties);
    }

    @Test
    void shouldWriteTheDefaultsInOneTransaction() {
        assertThat(seeder().seed(5, false)).isEqualTo(4);

        assertThat(producer.history())
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .containsExactly("5:performance_priority", "5:customer_priority", "5:fair_distribution", "5:custom");
        assertThat(producer.history()).extracting(ProducerRecord::topic).containsOnly("curtailment-strategies");
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(configs.get(0))
                .containsEntry("transactional.id", "minerstream-seed-site-5")
                .containsEntry("transaction.timeout.ms", 15_000);
    }

    @Test
    void shouldLeaveASiteWithStrategiesAlone() {
        seeded(StrategySet.defaults(5));

        assertThat(seeder().seed(StrategySet.defaults(5), false)).isEqualTo(new SeedResult(0, 0, 0, 4));

        assertThat(configs).as("producers, which would fence a seeder at work").isEmpty();
    }

    @Test
    void shouldSeedASiteBesideOthers() {
        seeded(StrategySet.defaults(6));

        assertThat(seeder().seed(5, false)).isEqualTo(4);
    }

    @Test
    void shouldRemoveOnlyWhatGoesWhenForced() {
        seeded(StrategySet.defaults(5));
        StrategySet two =
                new StrategySet(5, StrategySet.defaults(5).strategies().subList(0, 2));

        SeedResult result = seeder().seed(two, true);

        assertThat(result).isEqualTo(new SeedResult(0, 2, 2, 4));
        assertThat(producer.history())
                .extracting(record ->
                        new String(record.key(), StandardCharsets.UTF_8) + (record.value() == null ? " x" : ""))
                .containsExactly(
                        "5:fair_distribution x", "5:custom x", "5:performance_priority", "5:customer_priority");
        assertThat(producer.commitCount()).isEqualTo(1);
    }

    @Test
    void shouldCountReplacedStrategies() {
        seeded(StrategySet.defaults(5));

        assertThat(seeder().seed(StrategySet.defaults(5), true)).isEqualTo(new SeedResult(0, 4, 0, 4));
    }

    @Test
    void shouldCountCreatedAndReplacedStrategies() {
        seeded(new StrategySet(5, StrategySet.defaults(5).strategies().subList(0, 1)));

        assertThat(seeder().seed(StrategySet.defaults(5), true)).isEqualTo(new SeedResult(3, 1, 0, 1));
    }

    @Test
    void shouldReplaceUnreadableStrategiesWhenForced() {
        cluster.append(TOPICS.strategies(), 0, 0, "5:old".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2});

        assertThat(seeder().seed(StrategySet.defaults(5), false)).isEqualTo(new SeedResult(0, 0, 0, 1));
        assertThat(seeder().seed(StrategySet.defaults(5), true)).isEqualTo(new SeedResult(4, 0, 1, 1));
    }

    @Test
    void shouldIgnoreForeignKeys() {
        cluster.append(TOPICS.strategies(), 0, 0, new byte[] {5}, new byte[] {1, 2});
        cluster.append(TOPICS.strategies(), 0, 0, null, new byte[] {1, 2});

        assertThat(seeder().seed(5, false)).isEqualTo(4);
    }

    @Test
    void shouldSeedAgainAfterTombstones() {
        seeded(StrategySet.defaults(5));
        for (StrategyType type : StrategyType.values()) {
            cluster.append(TOPICS.strategies(), 0, 0, new StrategyKey(5, type.word()).bytes(), null);
        }

        assertThat(seeder().verify(5).total()).isZero();
        assertThat(seeder().seed(5, false)).isEqualTo(4);
    }

    @Test
    void shouldCheckAgainOnceOthersAreFenced() {
        producer = newProducer(() -> seeded(StrategySet.defaults(5)));

        assertThat(seeder().seed(StrategySet.defaults(5), false)).isEqualTo(new SeedResult(0, 0, 0, 4));
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldLeaveTheStrategiesOfTheSeederThatTookOverAlone() {
        producer = newProducer(() -> {
            seeded(StrategySet.defaults(5));
            throw new ProducerFencedException("fenced");
        });

        assertThat(seeder().seed(StrategySet.defaults(5), false)).isEqualTo(new SeedResult(0, 0, 0, 4));
    }

    @Test
    void shouldSayThatAnotherSeederTookOver() {
        producer.commitTransactionException = new ProducerFencedException("fenced");

        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> seeder().seed(5, true))
                .withMessage(
                        "another seeder of site_id=5 took over (transactional.id minerstream-seed-site-5); run one seeder of"
                                + " a site at a time; none of its strategies was changed")
                .extracting(PublishException::reason)
                .isEqualTo(Reason.FENCED);
    }

    @Test
    void shouldAbortWhenKafkaRefuses() {
        producer.sendException = new TopicAuthorizationException("no");

        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> seeder().seed(5, false))
                .withMessageContaining("the principal needs Read, Write and Describe on the topics")
                .withMessageEndingWith("; none of its strategies was changed");
        assertThat(producer.transactionAborted()).isTrue();
    }

    @Test
    void shouldSayWhenTheCommitIsUncertain() {
        producer.commitTransactionException = new TimeoutException("commit");

        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> seeder().seed(5, false))
                .withMessage(
                        "Kafka at broker:9092 did not say whether it committed the strategies of site_id=5; check what is "
                                + "there with `minerstream strategies list` before seeding again")
                .extracting(PublishException::reason)
                .isEqualTo(Reason.UNCERTAIN);
    }

    @Test
    void shouldRefuseATopicThatIsNotThere() {
        cluster.topics.remove(TOPICS.strategies());

        assertThatThrownBy(() -> seeder().seed(5, false))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "1 finding, nothing was written:\n  topic curtailment-strategies: does not exist; create the topics first");
        assertThat(seeder().verify(5).passed()).isFalse();
    }

    @Test
    void shouldRefuseATopicThatForgets() {
        cluster.put(TOPICS.strategies(), 1, Map.of("cleanup.policy", "compact,delete"));

        assertThatThrownBy(() -> seeder().seed(5, false))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "1 finding, nothing was written:\n  topic curtailment-strategies: cleanup.policy must be compact, is compact,delete: Kafka would delete "
                                + "entries that are still valid; change the topic's cleanup.policy");
    }

    @Test
    void shouldFindAllBlockingProblemsOfSeeding() {
        cluster.put(TOPICS.strategies(), 1, Map.of("cleanup.policy", "delete"));
        cluster.access.put(TOPICS.strategies(), EnumSet.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS));
        cluster.refusesTransactions = true;

        assertThat(seeder().findings(5))
                .hasSize(3)
                .satisfiesExactly(
                        access -> assertThat(access).contains("must be allowed to Read and Write"),
                        transactions -> assertThat(transactions)
                                .startsWith("transactional.id minerstream-seed-site-5-preflight"),
                        policy -> assertThat(policy).contains("cleanup.policy must be compact"));
    }

    @Test
    void shouldVerifyWhatTheTopicSays() {
        seeded(StrategySet.defaults(5));
        CurtailmentStrategy changed = StrategyType.CUSTOM.defaultFor(5);
        changed.setUptimeWeight(0.21);
        cluster.append(new ProducerRecord<>(
                TOPICS.strategies(), StrategyKey.of(changed).bytes(), changed));

        StrategyReport report = seeder().verify(5);

        assertThat(report.passed()).isTrue();
        assertThat(report.strategies().get(3)).isEqualTo(changed);
    }

    private void seeded(StrategySet set) {
        set.strategies()
                .forEach(strategy -> cluster.append(new ProducerRecord<>(
                        TOPICS.strategies(), StrategyKey.of(strategy).bytes(), strategy)));
    }

    private StrategySeeder seeder() {
        return new StrategySeeder(
                cluster.clients(config -> {
                    configs.add(config);
                    return producer;
                }),
                TOPICS);
    }

    private static MockProducer<byte[], SpecificRecord> newProducer(Runnable onInit) {
        return new MockProducer<>(
                Cluster.empty(), true, null, new ByteArraySerializer(), (topic, value) -> new byte[0]) {
            @Override
            public void initTransactions() {
                super.initTransactions();
                onInit.run();
            }
        };
    }
}
