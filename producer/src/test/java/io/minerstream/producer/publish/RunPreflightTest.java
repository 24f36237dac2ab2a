package io.minerstream.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.MinerTelemetry;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

/** What is checked and shown before a run is written. */
final class RunPreflightTest extends PublisherFixture {

    @Test
    void shouldReportEverythingAboutTheTopicsBeforeAnythingIsWritten() {
        cluster.put(TOPICS.telemetry(), 3, Map.of("cleanup.policy", "delete", "retention.ms", "3600000"));
        cluster.topics.remove(TOPICS.watermarks());

        assertThatThrownBy(() -> publish(spec(2)))
                .isInstanceOf(PreflightException.class)
                .hasMessage("2 findings, nothing was written:\n"
                        + "  topic telemetry-watermarks: does not exist; create the topics first\n"
                        + "  topic miner-telemetry keeps 3600 s (retention.ms=3600000) but the run starts 4830 s ago: Kafka"
                        + " would delete the records as they arrive; raise retention.ms or start later");
        assertThat(configs).isEmpty();
    }

    @Test
    void shouldRefuseAFleetOfAnotherSite() {
        Fleet other = new SyntheticFleet(1, 6, 42).load();

        assertThatThrownBy(() -> publisher().publish(other, spec(1), RunListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fleet: must be of site_id=5, got site_id=6");
    }

    @Test
    void shouldConfigureATransactionalProducerAndPassUserSettingsThrough() {
        properties.put("linger.ms", "77");
        properties.put("value.serializer", "io.confluent.kafka.serializers.KafkaAvroSerializer");
        publish(spec(1));

        assertThat(configs.get(0))
                .containsEntry("transactional.id", "minerstream-generate-site-5")
                .containsEntry("acks", "all")
                .containsEntry("compression.type", "lz4")
                .containsEntry("batch.size", 131072)
                .containsEntry("linger.ms", "77")
                .containsEntry("schema.registry.url", "mock://publisher")
                .containsEntry("value.serializer", "io.confluent.kafka.serializers.KafkaAvroSerializer")
                .containsEntry("transaction.timeout.ms", 60_000);
    }

    @Test
    void shouldKeepTheTransactionTimeoutWithinTheBrokersLimit() {
        cluster.maxTransactionTimeout = Duration.ofSeconds(20);
        publish(spec(1));

        assertThat(configs.get(0)).containsEntry("transaction.timeout.ms", 20_000);
    }

    @Test
    void shouldReportAMalformedSettingAsSuch() {
        properties.remove("schema.registry.url");

        assertThatThrownBy(() -> publish(spec(1)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
    }

    @Test
    void shouldRefuseSettingsThatAreOurs() {
        properties.put("transactional.id", "mine");
        properties.put("acks", "1");
        properties.put("enable.idempotence", "true");

        assertThatThrownBy(this::publisher)
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "transactional.id: cannot be set to 'mine': it must be the same for every writer of a site, so"
                                + " that a second one fences the first; acks: cannot be set to '1': transactions need acks=all");
    }

    @Test
    void shouldRefuseAShardWithoutPartitions() {
        assertThatThrownBy(() -> publish(spec(2, CommitPolicy.AUTO, new Shard(3, 7))))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "1 finding, nothing was written:\n  shard 3/7: must own a partition of topic miner-telemetry, which has 3; use fewer shards");
    }

    @Test
    void shouldRefuseACommitBatchThatCannotEndInTime() {
        cluster.maxTransactionTimeout = Duration.ofSeconds(65);

        assertThatThrownBy(() -> publish(spec(400_000, CommitPolicy.parse("run"), Shard.ALL)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "1 finding, nothing was written:\n  commit: a transaction of 20000000 records must end within the 65 s that the brokers allow "
                                + "(transaction.max.timeout.ms), but may take 2060 s at 10000 records/s; commit less at once, for "
                                + "example --commit 50");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldPreviewARunWithoutWritingOrFencing() {
        properties.put("ssl.keystore.password", "sesame");
        properties.put("basic.auth.user.info", "me:sesame");
        RunSpec spec = spec(4, CommitPolicy.parse("time-point"), Shard.ALL);

        RunPreview preview = publisher().preview(FLEET, spec, 1);

        assertThat(preview.findings()).isEmpty();
        assertThat(preview.plan().records()).isEqualTo(200);
        assertThat(preview.plan().commitBatches()).isEqualTo(4);
        assertThat(preview.committed()).isZero();
        assertThat(preview.recordsPerPartition())
                .hasSize(FakeCluster.PARTITIONS)
                .satisfies(counts -> assertThat(
                                counts.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(200));
        assertThat(preview.bytesPerRecord()).isBetween(20.0, 60.0);
        assertThat(preview.producerSettings())
                .containsEntry("transactional.id", "minerstream-generate-site-5")
                .containsEntry("ssl.keystore.password", "[hidden]")
                .containsEntry("basic.auth.user.info", "[hidden]");
        assertThat(configs).as("producers").isEmpty();
        publish(spec);
        assertThat(preview.samples())
                .isEqualTo(records(TOPICS.telemetry()).stream()
                        .map(record -> (MinerTelemetry) record.value())
                        .filter(reading ->
                                reading.getRecordedAt().equals(spec.range().from()))
                        .sorted(Comparator.comparing(MinerTelemetry::getMinerId))
                        .limit(3)
                        .toList());
    }

    @Test
    void shouldPreviewAllBlockingProblemsOfARun() {
        publish(spec(4));
        cluster.append(producer);
        cluster.topics.remove(TOPICS.watermarks());
        cluster.put(TOPICS.miners(), 7, Map.of("cleanup.policy", "delete"));
        cluster.maxTransactionTimeout = Duration.ofSeconds(50);

        RunPreview preview = publisher().preview(FLEET, spec(4, CommitPolicy.parse("run"), new Shard(4, 5)), 1);

        assertThat(preview.missingTopics()).containsExactly("telemetry-watermarks");
        assertThat(preview.findings()).hasSize(5);
        assertThat(String.join("\n", preview.findings()))
                .contains(
                        "hosting-miners: must have 3 partitions, has 7",
                        "hosting-miners: cleanup.policy must be compact",
                        "shard 4/5: must own a partition",
                        "commit: a transaction of",
                        "site_id=5 already has readings");
    }

    @Test
    void shouldFindWhatThePrincipalMustNotDoTogetherWithAllElse() {
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.jaas.config", "a.LoginModule required username=\"alice\" password=\"sesame\";");
        cluster.access.put(TOPICS.telemetry(), Set.of());
        cluster.access.put(TOPICS.runs(), EnumSet.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS));
        cluster.refusesTransactions = true;
        cluster.put(TOPICS.miners(), 3, Map.of("cleanup.policy", "delete"));

        assertThat(publisher().preview(FLEET, spec(2), 3).findings())
                .containsExactly(
                        "topic miner-telemetry: User:alice must be allowed to Write and Describe and DescribeConfigs, may not even "
                                + "describe it; grant it: kafka-acls.sh --add --allow-principal User:alice --operation Write --operation "
                                + "Describe --operation DescribeConfigs --topic miner-telemetry",
                        "topic simulation-runs: User:alice must be allowed to Read and Write, may Describe and DescribeConfigs; grant "
                                + "it: kafka-acls.sh --add --allow-principal User:alice --operation Read --operation Write --topic "
                                + "simulation-runs",
                        "transactional.id minerstream-generate-site-5-preflight: User:alice must be allowed to Write, is refused; grant "
                                + "it: kafka-acls.sh --add --allow-principal User:alice --operation Write --transactional-id "
                                + "minerstream-generate-site-5 --resource-pattern-type prefixed",
                        "topic hosting-miners: cleanup.policy must be compact, is delete: Kafka would delete entries that are still "
                                + "valid; change the topic's cleanup.policy");
        assertThat(cluster.scanned).isEmpty();
        assertThat(configs).isEmpty();
    }

    @Test
    void shouldFindARecordThatTheProducerItselfWouldRefuse() {
        properties.put("max.request.size", "100");

        assertThat(publisher().preview(FLEET, spec(2), 3).findings())
                .singleElement()
                .asString()
                .matches(
                        "max.request.size: must be at least 5\\d\\d for the largest record of the run, got 100: the producer would refuse "
                                + "it; raise it");
    }

    @Test
    void shouldRefuseASizeThatIsNoNumber() {
        properties.put("batch.size", "large");

        assertThatThrownBy(() -> publisher().preview(FLEET, spec(2), 3))
                .isInstanceOf(ConfigException.class)
                .hasMessage("batch.size: must be a whole number, got 'large'");
    }

    @Test
    void shouldRefuseARateAtWhichACommitBatchCannotEndInTime() {
        assertThatThrownBy(() -> publisher()
                        .at(RateProfile.parse("0.05"))
                        .publish(FLEET, spec(4, CommitPolicy.parse("time-point"), Shard.ALL), RunListener.NONE))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "1 finding, nothing was written:\n  commit: a transaction of 50 records must end within the 900 s that the brokers allow "
                                + "(transaction.max.timeout.ms), but may take 1040 s at the rate that is asked for; commit less at once, "
                                + "for example --commit 5");
    }
}
