package io.minerstream.producer.publish;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.Watermark;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.kafka.FakeCluster;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.PublishException.Reason;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.record.FleetChecksum;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.ExistingRunException;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunHeader;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import io.minerstream.schemas.topic.TopicNames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TelemetryPublisherTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:20:30Z");
    private static final int MINERS = 50;
    private static final TopicNames TOPICS = TopicNames.DEFAULT;
    private static final Fleet FLEET = new SyntheticFleet(MINERS, 5, 42).load();

    private final Map<String, String> properties = new HashMap<>();
    private final List<Map<String, Object>> configs = new ArrayList<>();
    private final RunListener rosterListener = new RunListener() {
        @Override
        public void rosterCommitted(int written, int unchanged) {
            rosterWritten = written;
        }
    };
    private FakeCluster cluster;
    private int rosterWritten;
    private ScriptedProducer producer = new ScriptedProducer();

    @BeforeEach
    void setUp() {
        properties.put("bootstrap.servers", "broker:9092");
        properties.put("schema.registry.url", "mock://publisher");
        cluster = new FakeCluster(properties);
    }

    @Test
    void shouldCommitRosterAndManifestBeforeTheFirstReading() {
        publish(spec(2));

        List<SpecificRecord> values =
                producer.history().stream().map(ProducerRecord::value).toList();
        assertThat(values.subList(0, MINERS)).allMatch(HostingMiner.class::isInstance);
        assertThat(((SimulationRun) values.get(MINERS)).getState()).isEqualTo(RunState.STARTED);
        assertThat(values.get(MINERS + 1)).isInstanceOf(MinerTelemetry.class);
        assertThat(producer.commitsBefore.get(MINERS + 1))
                .as("commits before the first reading")
                .isEqualTo(1);
    }

    @Test
    void shouldWriteTheReadingsOfAUnitHourByHourAndThenTheWatermarksOfItsHours() {
        RunSpec spec = spec(2);
        publish(spec);

        List<ProducerRecord<byte[], SpecificRecord>> run =
                producer.history().subList(MINERS + 1, producer.history().size());
        List<String> expected = new ArrayList<>();
        IntStream.range(0, 2 * MINERS).forEach(i -> expected.add("MinerTelemetry"));
        IntStream.range(0, 2 * FakeCluster.PARTITIONS).forEach(i -> expected.add("Watermark"));
        expected.add("SimulationRun");
        assertThat(run.stream().map(record -> record.value().getSchema().getName()))
                .containsExactlyElementsOf(expected);
        assertThat(records(TOPICS.telemetry()).stream()
                        .collect(groupingBy(ProducerRecord::partition))
                        .values())
                .allSatisfy(partition -> assertThat(partition)
                        .extracting(ProducerRecord::timestamp)
                        .isSorted());
        assertThat(records(TOPICS.watermarks()).stream()
                        .map(record -> ((Watermark) record.value()).getClosed())
                        .distinct())
                .containsExactly(spec.range().at(0), spec.range().at(1));
        assertThat(producer.commitCount()).isEqualTo(2);
    }

    @Test
    void shouldKeyPartitionAndStampReadingsAsKafkaWould() {
        RunSpec spec = spec(2);
        publish(spec);

        List<ProducerRecord<byte[], SpecificRecord>> readings = records(TOPICS.telemetry());
        assertThat(readings).hasSize(2 * MINERS);
        try (IntegerSerializer keys = new IntegerSerializer()) {
            for (ProducerRecord<byte[], SpecificRecord> reading : readings) {
                MinerTelemetry value = (MinerTelemetry) reading.value();
                byte[] key = keys.serialize(TOPICS.telemetry(), value.getMinerId());
                assertThat(reading.key()).isEqualTo(key);
                assertThat(reading.partition())
                        .isEqualTo(BuiltInPartitioner.partitionForKey(key, FakeCluster.PARTITIONS));
                assertThat(reading.timestamp()).isEqualTo(value.getRecordedAt().toEpochMilli());
                assertThat(reading.headers()).extracting(Header::key).containsExactly("run");
                assertThat(RunHeader.parse(
                                reading.headers().lastHeader(RunHeader.NAME).value()))
                        .contains(RunHeader.hourly(spec.id()));
            }
        }
    }

    @Test
    void shouldCountTheReadingsOfEachPartitionInItsWatermark() {
        RunSpec spec = spec(2);
        publish(spec);

        List<ProducerRecord<byte[], SpecificRecord>> watermarks = records(TOPICS.watermarks());
        assertThat(watermarks).hasSize(2 * FakeCluster.PARTITIONS);
        for (ProducerRecord<byte[], SpecificRecord> record : watermarks) {
            Watermark watermark = (Watermark) record.value();
            long readings = records(TOPICS.telemetry()).stream()
                    .filter(reading -> reading.partition().equals(record.partition()))
                    .filter(reading ->
                            ((MinerTelemetry) reading.value()).getRecordedAt().equals(watermark.getClosed()))
                    .count();
            assertThat(record.partition()).isEqualTo(watermark.getPartition());
            assertThat(record.key())
                    .isEqualTo(new byte[] {0, 0, 0, record.partition().byteValue()});
            assertThat(record.timestamp())
                    .isEqualTo(watermark.getClosed().plusSeconds(3600).toEpochMilli() - 1);
            assertThat(watermark)
                    .isEqualTo(new Watermark(
                            spec.id().text(),
                            5,
                            spec.range().from(),
                            spec.range().to(),
                            3600,
                            watermark.getClosed(),
                            readings,
                            record.partition(),
                            FakeCluster.PARTITIONS));
        }
    }

    /** A partition without miners must close as well, or its hour never would. */
    @Test
    void shouldWriteWatermarksForPartitionsWithoutMiners() {
        Fleet one = new SyntheticFleet(1, 5, 42).load();
        publisher().publish(one, spec(1), RunListener.NONE);

        assertThat(records(TOPICS.watermarks()))
                .extracting(record -> ((Watermark) record.value()).getRecords())
                .containsExactlyInAnyOrder(1L, 0L, 0L);
    }

    @Test
    void shouldReportWhatItWrote() {
        RunSpec spec = spec(24);
        RunResult result = publish(spec);

        assertThat(result.runId()).isEqualTo(spec.id());
        assertThat(result.miners()).isEqualTo(MINERS);
        assertThat(result.statusDistribution()).hasToString("{active=45, maintenance=3, offline=2}");
        assertThat(result.recordsGenerated()).isEqualTo(24 * MINERS);
        assertThat(result.recordsAcknowledged()).isEqualTo(24 * MINERS);
        assertThat(result.range()).isEqualTo(spec.range());
        assertThat(rosterWritten).isEqualTo(MINERS);
        assertThat(lastManifest())
                .isEqualTo(manifest(
                        spec, RunState.COMPLETED, 24 * MINERS, spec.range().to()));
    }

    @Test
    void shouldGiveTheSameValuesForTheSameSeed() {
        publish(spec(3));
        List<SpecificRecord> first =
                records(TOPICS.telemetry()).stream().map(ProducerRecord::value).toList();
        producer = new ScriptedProducer();
        publish(spec(3));

        assertThat(records(TOPICS.telemetry()).stream().map(ProducerRecord::value))
                .containsExactlyElementsOf(first);
    }

    @Test
    void shouldTellTheListenerAfterEachBatchAndCommit() {
        List<String> told = new ArrayList<>();
        publisher()
                .publish(
                        FLEET,
                        new RunSpec(id("aaaaaaaa"), 5, hours(2), 42, SignalProfile.REFERENCE, 40, false),
                        new RunListener() {
                            @Override
                            public void rosterCommitted(int written, int unchanged) {
                                told.add("roster " + written + "+" + unchanged);
                            }

                            @Override
                            public void telemetryStarted(long records) {
                                told.add("of " + records);
                            }

                            @Override
                            public void telemetryProgress(long sent, long acknowledged) {
                                told.add(sent + "/" + acknowledged);
                            }

                            @Override
                            public void committed(long records) {
                                told.add("committed " + records);
                            }
                        });

        assertThat(told).containsExactly("roster 50+0", "of 100", "40/40", "80/80", "100/100", "committed 100");
    }

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
    void shouldAbortEverythingWhenAReadingFailsInTheMiddle() {
        producer.failAt(TOPICS.telemetry(), 70, new TopicAuthorizationException(Set.of("miner-telemetry")));
        RunSpec spec = spec(2);

        PublishException failure = failure(spec);

        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
        assertThat(failure)
                .hasMessage(
                        "Kafka at broker:9092 refused access (Not authorized to access topics: [miner-telemetry]); the"
                                + " principal needs Read, Write and Describe on the topics, and Write and Describe on"
                                + " transactional.id minerstream-generate-site-5; none of the 100 readings of run "
                                + spec.id() + " are committed");
        assertThat(records(TOPICS.telemetry())).isEmpty();
        assertThat(records(TOPICS.watermarks())).isEmpty();
        assertThat(lastManifest())
                .isEqualTo(manifest(spec, RunState.ABORTED, 0, spec.range().from()));
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void shouldReportTheFirstFailureWhenSendItselfThrows() {
        producer.throwAt(TOPICS.telemetry(), 3, new RegistryUnavailableException("schema registry [x]: down", null));

        PublishException failure = failure(spec(1));

        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure)
                .hasMessage("schema registry [x]: down; none of the 50 readings of run aaaaaaaa are committed");
        assertThat(records(TOPICS.telemetry())).isEmpty();
    }

    @Test
    void shouldSayThatAnotherGeneratorTookOverWhenFenced() {
        producer.throwAt(TOPICS.telemetry(), 10, new ProducerFencedException("epoch 3 is old"));
        RunSpec spec = spec(1);

        PublishException failure = failure(spec);

        assertThat(failure.reason()).isEqualTo(Reason.FENCED);
        assertThat(failure)
                .hasMessage(
                        "another generator of site_id=5 took over (transactional.id minerstream-generate-site-5); run one"
                                + " generator of a site at a time; none of the 50 readings of run " + spec.id()
                                + " are committed");
        assertThat(producer.transactionAborted())
                .as("a fenced producer must not try")
                .isFalse();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void shouldSayThatAnotherGeneratorTookOverWhenTheEpochIsOld() {
        producer.failAt(TOPICS.telemetry(), 10, new InvalidProducerEpochException("old"));

        assertThat(failure(spec(1)).reason()).isEqualTo(Reason.FENCED);
    }

    @Test
    void shouldTellTheTransactionTimeoutFromAnotherGenerator() {
        properties.put("transaction.timeout.ms", "0");
        producer.failAt(TOPICS.telemetry(), 10, new InvalidProducerEpochException("old"));

        assertThat(failure(spec(1)))
                .hasMessage(
                        "the broker aborted the transaction because it was open for longer than transaction.timeout.ms;"
                                + " raise it, or look for what slows this host or the cluster down; none of the 50 readings of run"
                                + " aaaaaaaa are committed");
    }

    @Test
    void shouldCommitAgainWhenACommitTimesOut() {
        producer.timeOutCommits = 3;
        producer.timeOutFromCommit = 1;

        PublishException failure = failure(spec(1));

        assertThat(failure.reason()).isEqualTo(Reason.UNCERTAIN);
        assertThat(failure)
                .hasMessage(
                        "Kafka at broker:9092 did not say whether it committed the last transaction of run aaaaaaaa;"
                                + " start the same command again: it resumes after what is committed");
        producer = new ScriptedProducer();
        producer.timeOutCommits = 2;
        producer.timeOutFromCommit = 1;
        assertThat(publish(spec(1)).recordsAcknowledged()).isEqualTo(MINERS);
    }

    @Test
    void shouldSayThatKafkaDoesNotAnswer() {
        producer.initTransactionException =
                new TimeoutException("Timeout expired after 60000ms while awaiting InitProducerId");

        PublishException failure = failure(spec(1));

        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure)
                .hasMessage(
                        "Kafka at broker:9092 did not answer in time (Timeout expired after 60000ms while awaiting"
                                + " InitProducerId); check that it runs and that bootstrap.servers is right; no reading was written");
    }

    @Test
    void shouldAbortWhenCancelled() {
        TelemetryPublisher publisher = publisher();
        RunSpec spec = new RunSpec(id("aaaaaaaa"), 5, hours(4), 42, SignalProfile.REFERENCE, 10, false);

        PublishException failure = catchThrowableOfType(
                PublishException.class,
                () -> publisher.publish(FLEET, spec, new RunListener() {
                    @Override
                    public void telemetryProgress(long sent, long acknowledged) {
                        publisher.cancel();
                    }
                }));

        assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(failure).hasMessage("cancelled; none of the 200 readings of run aaaaaaaa are committed");
        assertThat(records(TOPICS.telemetry())).isEmpty();
        assertThat(lastManifest().getState()).isEqualTo(RunState.ABORTED);
    }

    @Test
    void shouldKeepTheHoursThatAreCommittedWhenALaterOneFails() {
        // In the third hour.
        producer.failAt(TOPICS.telemetry(), 2 * MINERS + 5, new TimeoutException("no leader"));
        RunSpec spec = spec(24, CommitPolicy.parse("time-point"), Shard.ALL);

        PublishException failure = failure(spec);

        Instant third = spec.range().at(2);
        assertThat(failure)
                .hasMessage("Kafka at broker:9092 did not answer in time (no leader); check that it runs and that"
                        + " bootstrap.servers is right; run aaaaaaaa: 100 of 1200 readings are committed; start the same"
                        + " command again to resume");
        assertThat(records(TOPICS.telemetry())).hasSize(2 * MINERS);
        assertThat(lastManifest()).isEqualTo(manifest(spec, RunState.STARTED, 100, third));
    }

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

    @Test
    void shouldRefuseAShardWithoutPartitions() {
        assertThatThrownBy(() -> publish(spec(2, CommitPolicy.AUTO, new Shard(3, 7))))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "1 finding, nothing was written:\n  shard 3/7: must own a partition of topic miner-telemetry, which has 3; use fewer shards");
    }

    @Test
    void shouldRefuseAUnitThatCannotEndInTime() {
        cluster.maxTransactionTimeout = Duration.ofSeconds(65);

        assertThatThrownBy(() -> publish(spec(1_000_000, CommitPolicy.parse("run"), Shard.ALL)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "1 finding, nothing was written:\n  commit: a transaction of 50000000 records must end within the 65 s that the brokers allow "
                                + "(transaction.max.timeout.ms), but may take 5060 s at 10000 records/s; commit less at once, for "
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

        assertThat(publisher().findings(FLEET, spec(2), 3))
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

        assertThat(publisher().findings(FLEET, spec(2), 3))
                .singleElement()
                .asString()
                .matches(
                        "max.request.size: must be at least 5\\d\\d for the largest record of the run, got 100: the producer would refuse "
                                + "it; raise it");
    }

    @Test
    void shouldRefuseASizeThatIsNoNumber() {
        properties.put("batch.size", "large");

        assertThatThrownBy(() -> publisher().findings(FLEET, spec(2), 3))
                .isInstanceOf(ConfigException.class)
                .hasMessage("batch.size: must be a whole number, got 'large'");
    }

    @Test
    void shouldSendAtTheRateThatIsAskedForAndCommitHourByHour() {
        RunResult result = publisher().at(RateProfile.parse("1000")).publish(FLEET, spec(4), RunListener.NONE);

        assertThat(result.recordsGenerated()).isEqualTo(200);
        assertThat(result.telemetryElapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(199));
        assertThat(result.lateness()).hasValueSatisfying(late -> {
            assertThat(late.records()).isEqualTo(200);
            assertThat(late.max()).isPositive();
        });
        assertThat(producer.commitCount()).as("the manifest, and each hour").isEqualTo(1 + 4);
        producer = new ScriptedProducer();
        assertThat(publish(spec(4)).lateness()).isEmpty();
    }

    @Test
    void shouldStopWaitingForItsRateWhenCancelled() {
        TelemetryPublisher publisher = publisher().at(RateProfile.parse("0.01"));

        PublishException failure = catchThrowableOfType(
                PublishException.class,
                () -> publisher.publish(FLEET, spec(4, CommitPolicy.parse("1"), Shard.ALL), new RunListener() {
                    @Override
                    public void committed(long records) {
                        publisher.cancel();
                    }
                }));

        assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(failure).hasMessageContaining("1 of 200 readings are committed");
    }

    @Test
    void shouldRefuseARateAtWhichAUnitCannotEndInTime() {
        assertThatThrownBy(() -> publisher()
                        .at(RateProfile.parse("0.05"))
                        .publish(FLEET, spec(4, CommitPolicy.parse("time-point"), Shard.ALL), RunListener.NONE))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "1 finding, nothing was written:\n  commit: a transaction of 50 records must end within the 900 s that the brokers allow "
                                + "(transaction.max.timeout.ms), but may take 1040 s at the rate that is asked for; commit less at once, "
                                + "for example --commit 5");
    }

    private List<String> readingsAndWatermarks() {
        return contents(Stream.concat(records(TOPICS.telemetry()).stream(), records(TOPICS.watermarks()).stream()));
    }

    /** Everything that a record says; keys are arrays, which equal only themselves. */
    private static List<String> contents(Stream<ProducerRecord<byte[], SpecificRecord>> records) {
        return records.map(record -> "%s-%d at %d: %s = %s, headers %s"
                        .formatted(
                                record.topic(),
                                record.partition(),
                                record.timestamp(),
                                record.key() == null ? "none" : HexFormat.of().formatHex(record.key()),
                                record.value(),
                                Arrays.stream(record.headers().toArray())
                                        .map(header ->
                                                header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                                        .toList()))
                .toList();
    }

    private static RunSpec spec(int hours, CommitPolicy commit, Shard shard) {
        return new RunSpec(
                id("aaaaaaaa"), 5, hours(hours), 42, SignalProfile.REFERENCE, 65_536, 1_000, false, commit, shard);
    }

    private RunResult publish(RunSpec spec) {
        return publisher().publish(FLEET, spec, rosterListener);
    }

    private PublishException failure(RunSpec spec) {
        return catchThrowableOfType(PublishException.class, () -> publish(spec));
    }

    private TelemetryPublisher publisher() {
        return new TelemetryPublisher(
                cluster.clients(config -> {
                    configs.add(config);
                    return producer;
                }),
                TOPICS,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private List<ProducerRecord<byte[], SpecificRecord>> records(String topic) {
        return producer.history().stream()
                .filter(record -> record.topic().equals(topic))
                .toList();
    }

    private SimulationRun lastManifest() {
        List<ProducerRecord<byte[], SpecificRecord>> manifests = records(TOPICS.runs());
        return (SimulationRun) manifests.get(manifests.size() - 1).value();
    }

    private static SimulationRun manifest(RunSpec spec, RunState state, long committed, Instant until) {
        return new SimulationRun(
                spec.id().text(),
                5,
                spec.range().from(),
                spec.range().to(),
                3600,
                42L,
                "reference",
                MINERS,
                FakeCluster.PARTITIONS,
                (long) MINERS * spec.range().timePoints(),
                state,
                NOW,
                NOW,
                new RunProgress(committed, until),
                65_536.0,
                0,
                1,
                FleetChecksum.of(FLEET, spec.range()),
                true,
                false);
    }

    private static RunSpec spec(int hours) {
        return new RunSpec(id("aaaaaaaa"), 5, hours(hours), 42, SignalProfile.REFERENCE, 1_000, false);
    }

    private static RunSpec forced(RunSpec spec) {
        return new RunSpec(
                id("bbbbbbbb"),
                spec.siteId(),
                spec.range(),
                spec.seed(),
                spec.profile(),
                spec.poolDifficulty(),
                spec.batchSize(),
                true,
                spec.commit(),
                spec.shard());
    }

    private static RunId id(String text) {
        return new RunId(text);
    }

    private static TimeRange hours(int hours) {
        return TimeRange.last(NOW, Duration.ofHours(hours), TimeRange.HOURLY);
    }

    private static Fleet changed(Fleet fleet, int index) {
        var builder = Fleet.builder(fleet.siteId());
        for (int i = 0; i < fleet.size(); i++) {
            HostingMiner miner = fleet.hostingMiner(i);
            builder.add(
                    fleet.minerId(i),
                    fleet.serialNumber(i),
                    fleet.model(i),
                    i == index ? 1.0 : orNaN(miner.getActualHashrate()),
                    orNaN(miner.getActualPower()),
                    fleet.statusText(i));
        }
        return builder.build();
    }

    private static double orNaN(Double value) {
        return value == null ? Double.NaN : value;
    }

    /** Kafka's mock with failures at chosen records. */
    private static final class ScriptedProducer extends MockProducer<byte[], SpecificRecord> {

        final List<Long> commitsBefore = new ArrayList<>();
        int timeOutCommits;
        int timeOutFromCommit;
        Runnable onInit = () -> {};
        private String topic = "";
        private int countdown;
        private Consumer<Callback> failure;

        ScriptedProducer() {
            super(FakeCluster.metadata(), true, null, new ByteArraySerializer(), (unused, value) -> new byte[] {1});
        }

        void failAt(String failingTopic, int record, RuntimeException exception) {
            topic = failingTopic;
            countdown = record;
            failure = callback -> callback.onCompletion(null, exception);
        }

        void throwAt(String failingTopic, int record, RuntimeException exception) {
            topic = failingTopic;
            countdown = record;
            failure = callback -> {
                throw exception;
            };
        }

        @Override
        public void initTransactions() {
            super.initTransactions();
            onInit.run();
        }

        @Override
        public synchronized Future<RecordMetadata> send(
                ProducerRecord<byte[], SpecificRecord> record, Callback callback) {
            if (record.topic().equals(topic) && --countdown == 0) {
                failure.accept(callback);
            }
            commitsBefore.add(commitCount());
            return super.send(record, callback);
        }

        @Override
        public void commitTransaction() {
            if (commitCount() >= timeOutFromCommit && timeOutCommits-- > 0) {
                throw new TimeoutException("commit");
            }
            super.commitTransaction();
        }
    }
}
