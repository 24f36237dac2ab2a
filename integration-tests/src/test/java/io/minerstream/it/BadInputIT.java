package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.RunProgress;
import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.schemas.serde.AvroRecordSerializer;
import io.minerstream.schemas.serde.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What only real parts can find wrong: each has its whole message and exit code, and {@link NothingWritten}. Options that are wrong
 * by themselves are in {@code BadInputTest} of the command, servers that do not answer in {@link UnreachablePartsIT}, rights in
 * {@link AccessIT}.
 */
@ExtendWith(SharedPipeline.class)
class BadInputIT {

    private static final int SITE = 461;
    private static final String[] RANGE = {"--from", "2026-10-01", "--hours", "2"};

    @TempDir
    private Path folder;

    @BeforeAll
    static void fleet() {
        Cli init = Cli.onSharedPipeline(
                "fleet", "init", "--site-id", "" + SITE, "--miners", "5", "--first-miner-id", "461000");
        assertThat(init.exitCode()).as(init.err()).isZero();
    }

    /** A command that must be refused with exactly these lines, and must write nothing under the prefix. */
    private static void assertRefused(int exitCode, String prefix, List<String> command, String... lines)
            throws Exception {
        try (Admin admin = SharedPipeline.connections().openAdmin()) {
            NothingWritten nothing = NothingWritten.since(admin, prefix, SITE);

            Cli refused = Cli.onSharedPipeline(command.toArray(String[]::new));

            assertThat(refused.err().lines()).containsExactly(lines);
            assertThat(refused.exitCode()).isEqualTo(exitCode);
            assertThat(refused.out()).isEmpty();
            nothing.verify();
        }
    }

    private static List<String> generate(String prefix, String... more) {
        List<String> command =
                new ArrayList<>(List.of("generate", "--site-id", "" + SITE, "--no-wait", "--topic-prefix", prefix));
        command.addAll(List.of(RANGE));
        command.addAll(List.of(more));
        return command;
    }

    private static void assertFindings(String prefix, List<String> command, String... findings) throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("minerstream %s: %s %s, nothing was written:"
                .formatted(command.get(0), findings.length, findings.length == 1 ? "finding" : "findings"));
        Arrays.stream(findings).forEach(finding -> lines.add("  " + finding));
        assertRefused(1, prefix, command, lines.toArray(String[]::new));
    }

    /** A topic as a run needs it but for some settings, {@code name=value} separated by semicolons. */
    private static void create(String topic, int partitions, String settings) throws Exception {
        Map<String, String> config = new HashMap<>(
                Map.of("cleanup.policy", topic.contains("telemetry") ? "delete" : "compact", "retention.ms", "-1"));
        for (String setting : settings == null ? new String[0] : settings.split(";", -1)) {
            String[] parts = setting.split("=", -1);
            config.put(parts[0], parts[1]);
        }
        try (Admin admin = SharedPipeline.connections().openAdmin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(config)))
                    .all()
                    .get();
            // The controller has it; the broker may learn of it a moment later.
            Awaitility.await().until(() -> admin.listTopics().names().get().contains(topic));
        }
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "miner-telemetry | 6 | cleanup.policy=compact | topic NAME: cleanup.policy must be delete, is compact: Kafka would "
                        + "keep only the newest record of a key; change the topic's cleanup.policy",
                "miner-telemetry | 6 | cleanup.policy=compact,delete | topic NAME: cleanup.policy must be delete, is "
                        + "compact,delete: Kafka would keep only the newest record of a key; change the topic's cleanup.policy",
                "telemetry-watermarks | 6 | cleanup.policy=compact | topic NAME: cleanup.policy must be delete, is compact: Kafka "
                        + "would keep only the newest record of a key; change the topic's cleanup.policy",
                "hosting-miners | 6 | cleanup.policy=delete | topic NAME: cleanup.policy must be compact, is delete: Kafka would "
                        + "delete entries that are still valid; change the topic's cleanup.policy",
                "simulation-runs | 1 | cleanup.policy=delete | topic NAME: cleanup.policy must be compact, is delete: Kafka would "
                        + "delete entries that are still valid; change the topic's cleanup.policy",
                "simulation-runs | 3 | | topic NAME: must have 1 partition, has 3; recreate it with 1, or use another "
                        + "--topic-prefix",
                "hosting-miners | 4 | | topic NAME: must have 6 partitions, has 4; recreate it with 6, or use another "
                        + "--topic-prefix",
                "telemetry-watermarks | 7 | | topic NAME: must have 6 partitions, has 7; recreate it with 6, or use another "
                        + "--topic-prefix",
                "miner-telemetry | 6 | message.timestamp.type=LogAppendTime | topic NAME: message.timestamp.type must be "
                        + "CreateTime, is LogAppendTime: Kafka would replace the time of every record by that of its arrival; "
                        + "change the topic's message.timestamp.type",
                "miner-telemetry | 6 | max.message.bytes=65536 | topic NAME takes batches of up to 65536 bytes "
                        + "(max.message.bytes) but the producer fills them to 131072 (batch.size): Kafka would refuse full ones; raise "
                        + "the topic's max.message.bytes, or give --command-property batch.size=65536",
                "simulation-runs | 1 | max.message.bytes=100 | topic NAME takes batches of up to 100 bytes (max.message.bytes) "
                        + "but records of the run need up to 512: Kafka would refuse them; raise the topic's max.message.bytes",
                "miner-telemetry | 6 | min.insync.replicas=2 | topic NAME: every partition must have 2 replicas in sync "
                        + "(min.insync.replicas), at least one has 1: Kafka would refuse its records (acks=all); bring the brokers "
                        + "back, or lower the topic's min.insync.replicas",
            })
    void shouldRefuseATopicThatDoesNotFit(String topic, int partitions, String settings, String finding)
            throws Exception {
        String prefix = "bad" + Integer.toHexString((topic + partitions + settings).hashCode()) + "-";
        create(prefix + topic, partitions, settings);

        assertFindings(prefix, generate(prefix), finding.replace("NAME", prefix + topic));
    }

    @Test
    void shouldRefuseATopicThatKeepsRecordsForLessThanTheRunReachesBack() throws Exception {
        create("badkeep-miner-telemetry", 6, "retention.ms=86400000");

        try (Admin admin = SharedPipeline.connections().openAdmin()) {
            NothingWritten nothing = NothingWritten.since(admin, "badkeep-", SITE);
            Cli refused = Cli.onSharedPipeline(generate("badkeep-").toArray(String[]::new));
            assertThat(refused.err().strip())
                    .matches(
                            "minerstream generate: 1 finding, nothing was written:\n  topic badkeep-miner-telemetry keeps 24 hours "
                                    + "\\(retention.ms=86400000\\) but the run starts \\d+ days ago: Kafka would delete the records as they "
                                    + "arrive; raise retention.ms or start later");
            assertThat(refused.exitCode()).isEqualTo(1);
            nothing.verify();
        }
    }

    @Test
    void shouldRefuseATopicWhoseNameKafkaTakesForAnother() throws Exception {
        create("bad.dot-miner-telemetry", 6, null);

        assertFindings(
                "bad_dot-",
                generate("bad_dot-"),
                "topic bad_dot-miner-telemetry: must not differ from topic bad.dot-miner-telemetry by dots and underscores alone, "
                        + "which Kafka's metrics do not tell apart, does; use another --topic-prefix");
    }

    @Test
    void shouldSayEverythingAtOnce() throws Exception {
        create("badall-miner-telemetry", 6, "cleanup.policy=compact");
        create("badall-hosting-miners", 4, "cleanup.policy=delete");
        register("badall-simulation-runs-value", "\"string\"");

        assertFindings(
                "badall-",
                generate("badall-", "--partitions", "12", "--replication-factor", "3", "--shard", "8/9"),
                "topic badall-hosting-miners: must have 6 partitions, has 4; recreate it with 6, or use another --topic-prefix",
                "topic badall-miner-telemetry: cleanup.policy must be delete, is compact: Kafka would keep only the newest record of a "
                        + "key; change the topic's cleanup.policy",
                "topic badall-hosting-miners: cleanup.policy must be compact, is delete: Kafka would delete entries that are still "
                        + "valid; change the topic's cleanup.policy",
                "shard 8/9: must own a partition of topic badall-miner-telemetry, which has 6; use fewer shards",
                "--partitions: topic badall-miner-telemetry has 6 already, got 12; leave it out, or use another --topic-prefix",
                replicas("badall-telemetry-watermarks"),
                replicas("badall-simulation-runs"),
                replicas("badall-curtailment-strategies"),
                replicas("badall-telemetry-alerts"),
                replicas("badall-telemetry-verdicts"),
                replicas("badall-telemetry-quarantine"),
                replicas("badall-miner-telemetry-dlq"),
                "subject badall-simulation-runs-value: this release must be able to read version 1, but cannot: at /, reader type: "
                        + "RECORD not compatible with writer type: STRING; delete the version, or use another --topic-prefix");
    }

    private static String replicas(String topic) {
        return "topic " + topic
                + ": does not exist and cannot be created: Unable to replicate the partition 3 time(s): The target "
                + "replication factor of 3 cannot be reached because only 1 broker(s) are registered or some brokers have "
                + "all their log directories cordoned.; check --partitions and "
                + "--replication-factor, or create it first";
    }

    private static void register(String subject, String schema) {
        try (SchemaRegistry registry = SharedPipeline.connections().openRegistry()) {
            registry.register(subject, new Schema.Parser().parse(schema), false);
        }
    }

    @Test
    void shouldRefuseASubjectWhoseVersionsItCannotRead() throws Exception {
        register("badschema-miner-telemetry-value", "{\"type\":\"record\",\"name\":\"Other\",\"fields\":[]}");

        assertFindings(
                "badschema-",
                generate("badschema-"),
                "subject badschema-miner-telemetry-value: this release must be able to read version 1, but cannot: at /name, expected: "
                        + "Other; delete the version, or use another --topic-prefix");
    }

    @Test
    void shouldRefuseStrategiesForATopicAndASubjectThatDoNotFit() throws Exception {
        create("badseed-curtailment-strategies", 2, "cleanup.policy=delete");
        register("badseed-curtailment-strategies-value", "\"int\"");

        assertFindings(
                "badseed-",
                List.of("seed-strategies", "--site-id", "" + SITE, "--topic-prefix", "badseed-"),
                "topic badseed-curtailment-strategies: must have 1 partition, has 2; recreate it with 1, or use another --topic-prefix",
                "topic badseed-curtailment-strategies: cleanup.policy must be compact, is delete: Kafka would delete entries that are "
                        + "still valid; change the topic's cleanup.policy",
                "subject badseed-curtailment-strategies-value: this release must be able to read version 1, but cannot: at /, reader "
                        + "type: RECORD not compatible with writer type: INT; delete the version, or use another --topic-prefix");
    }

    @Test
    void shouldRefuseToResumeWithAnotherFleet() throws Exception {
        List<String> command = generate("badfleet-", "--miners", "5", "--first-miner-id", "461000");
        Cli plan = Cli.onSharedPipeline(with(command, "--dry-run", "--output", "json"));
        String run = plan.json().get("runId").textValue();
        create("badfleet-simulation-runs", 1, null);
        begin(run);

        assertFindings(
                "badfleet-",
                command,
                ("run %s: 5 of its 10 readings are committed, and the rest would be of another fleet, or of a topic with other "
                                + "partitions; bring them back, or `minerstream runs abort %s` and --force")
                        .formatted(run, run));
    }

    private static String[] with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** The manifest that a generator leaves that was killed behind its first hour, with the checksum of some other fleet. */
    private static void begin(String run) throws Exception {
        SimulationRun manifest = SimulationRun.newBuilder()
                .setRunId(run)
                .setSiteId(SITE)
                .setFrom(Instant.parse("2026-10-01T00:00:00Z"))
                .setTo(Instant.parse("2026-10-01T02:00:00Z"))
                .setIntervalSeconds(3600)
                .setSeed(42)
                .setProfile("realistic")
                .setMiners(5)
                .setPartitions(6)
                .setExpectedRecords(10)
                .setState(RunState.STARTED)
                .setStartedAt(Instant.parse("2026-11-01T00:00:00Z"))
                .setUpdatedAt(Instant.parse("2026-11-01T00:00:01Z"))
                .setProgress(new RunProgress(5L, Instant.parse("2026-10-01T01:00:00Z")))
                .setFleetChecksum(1L)
                .build();
        Map<String, Object> properties =
                new HashMap<>(SharedPipeline.connections().kafkaProperties());
        try (AvroRecordSerializer<SimulationRun> values = new AvroRecordSerializer<>()) {
            values.configure(properties, false);
            try (KafkaProducer<String, SimulationRun> producer =
                    new KafkaProducer<>(properties, new StringSerializer(), values)) {
                producer.send(new ProducerRecord<>("badfleet-simulation-runs", run, manifest))
                        .get();
            }
        }
    }

    @Test
    void shouldSayThatASiteHasNoMiners() throws Exception {
        assertRefused(
                1,
                "badsite-",
                List.of("generate", "--site-id", "469", "--topic-prefix", "badsite-"),
                "minerstream generate: No miners found for site_id=469");
    }

    @Test
    void shouldRefuseSyntheticMinersThatTheWarehouseDoesNotKnow() throws Exception {
        assertRefused(
                1,
                "badminers-",
                generate("badminers-", "--miners", "7", "--first-miner-id", "461000"),
                "minerstream generate: --miners: site_id=461 has no rows in hosting_miners for 2 of the 7 synthetic miners (the first is "
                        + "miner 461005), so the sink could not store their readings; nothing was written; run `minerstream fleet "
                        + "init` with the same options first");
    }

    @Test
    void shouldNameARunThatNobodyKnows() throws Exception {
        for (String command : List.of("show", "abort")) {
            assertRefused(
                    1,
                    "badrun-",
                    List.of("runs", command, "zzzzzzzz", "--topic-prefix", "badrun-"),
                    "minerstream runs " + command
                            + ": run zzzzzzzz: is not known; `minerstream runs list` lists all runs");
        }
        assertRefused(
                1,
                "badrun-",
                List.of("verify", "--exact", "--run", "zzzzzzzz", "--topic-prefix", "badrun-"),
                "minerstream verify: --run: topic badrun-simulation-runs must know the run, got no run zzzzzzzz; leave --run out for the "
                        + "site's latest");
    }

    @Test
    void shouldRefuseAFleetFileWithEveryLineThatIsWrong() throws Exception {
        Path file = folder.resolve("fleet.csv");
        Files.writeString(
                file,
                """
                miner_id,serial_number,model,status,actual_hashrate_th,actual_power_w
                461000,A,,active,-5,100
                461001,B,,active,NaN,100
                461001,C,,active,1,1
                0,D,,active,1,1
                """,
                StandardCharsets.UTF_8);

        for (String command : List.of("load", "publish")) {
            assertRefused(
                    2,
                    "badfile-",
                    List.of("fleet", command, "--file", file.toString(), "--topic-prefix", "badfile-"),
                    "minerstream fleet " + command + ": fleet file " + file + ": 4 findings, nothing was loaded:",
                    "  fleet.csv:2: actual_hashrate_th: must be a number of TH/s from 0 to 10000, got '-5'",
                    "  fleet.csv:3: actual_hashrate_th: must be a number of TH/s from 0 to 10000, got 'NaN'",
                    "  fleet.csv:4: miner_id: must be unique, got 461001 again after line 3",
                    "  fleet.csv:5: miner_id: must be a whole number from 1 to 2147483647, got '0'");
        }
    }

    /** What a preflight does not write, it does not stop either: a generator of the same site keeps running. */
    @Test
    void shouldStopNobodyByTheDryTransaction() throws Exception {
        create("badfence-miner-telemetry", 6, null);
        Map<String, Object> properties =
                new HashMap<>(SharedPipeline.connections().kafkaProperties());
        properties.put("transactional.id", "badfence-minerstream-generate-site-" + SITE);
        try (KafkaProducer<String, String> generator =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            generator.initTransactions();
            generator.beginTransaction();
            generator
                    .send(new ProducerRecord<>("badfence-miner-telemetry", "half", "written"))
                    .get();

            Cli dry = Cli.onSharedPipeline(with(generate("badfence-"), "--dry-run"));

            assertThat(dry.exitCode()).as(dry.err() + dry.out()).isZero();
            generator.commitTransaction();
        }
    }

    @Test
    void shouldRefuseClientSettingsThatKafkaRefuses() throws Exception {
        assertRefused(
                2,
                "badkey-",
                generate("badkey-", "--command-property", "reconnect.backoff.ms=-5"),
                "minerstream generate: Kafka client for "
                        + SharedPipeline.endpoints().bootstrapServers()
                        + ": the configuration is wrong: Invalid value -5 for configuration reconnect.backoff.ms: Value must be at "
                        + "least 0; check --command-config and "
                        + "--command-property",
                "Try 'minerstream generate --help'.");
    }
}
