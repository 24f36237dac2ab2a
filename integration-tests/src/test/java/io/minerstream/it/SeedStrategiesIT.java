package io.minerstream.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.connect.warehouse.StrategyTable;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.PublishException.Reason;
import io.minerstream.producer.strategy.SeedResult;
import io.minerstream.producer.strategy.StrategySeeder;
import io.minerstream.producer.strategy.StrategySet;
import io.minerstream.schemas.serde.AvroRecordDeserializer;
import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test has sites of its own in the one strategy topic that the sink reads. */
@ExtendWith(SharedPipeline.class)
class SeedStrategiesIT {

    private static final String TOPIC = TopicNames.DEFAULT.strategies();
    private static final String[] TYPES = {"custom", "customer_priority", "fair_distribution", "performance_priority"};

    /** When the other one takes over while the broker ends a transaction, the broker may fail to say how it ended. */
    private static final Set<Reason> OVERTAKEN = Set.of(Reason.FENCED, Reason.UNCERTAIN);

    /** Two types: a forced seeding of a site with the defaults removes the other two. */
    private static final String TWO =
            """
            strategies:
              - name: Night - VIPs last
                strategy_type: customer_priority
                performance_weight: 0.25
                power_efficiency_weight: 0.25
                uptime_weight: 0.5
                vip_customer_protection: true
                min_uptime_threshold: 0.9
              - name: Night - the rest
                strategy_type: custom
                performance_weight: 0.5
                power_efficiency_weight: 0.25
                uptime_weight: 0.25
                min_uptime_threshold: 0.6
                is_active: false
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldTakeTheDefaultsToTopicAndTable() throws SQLException {
        Cli seed = Cli.onSharedPipeline("seed-strategies", "--site-id", "301");

        assertThat(seed.exitCode()).as(seed.err()).isZero();
        assertThat(seed.out())
                .isEqualTo(
                        """
                        Curtailment strategies of site 301
                          4 strategies created

                          site  type                  name                             performance  power  uptime   sum  VIP  min uptime  active
                          301   performance_priority  Performance Priority - MegaFarm         0.70   0.20    0.10  1.00   no        0.80     yes
                          301   customer_priority     Customer Priority - MegaFarm            0.40   0.20    0.40  1.00  yes        0.85     yes
                          301   fair_distribution     Fair Distribution - MegaFarm            0.33   0.33    0.34  1.00   no        0.75     yes
                          301   custom                Custom Rules - MegaFarm                 0.50   0.30    0.20  1.00   no        0.80     yes

                          ✅ PASS: 4 strategies, all four types present
                          ✅ active: 4/4
                          ✅ PASS: the weights of each strategy sum to 1.0 within 0.01
                          ✅ PASS: 4 rows in curtailment_strategies, equal to the topic
                        """);
        assertThat(table(301))
                .containsExactlyInAnyOrderElementsOf(StrategySet.defaults(301).strategies());
    }

    @Test
    void shouldChangeNoOffsetWhenSeededTwice() {
        Cli.onSharedPipeline("seed-strategies", "--site-id", "302");
        var before = RawTopic.logEnds(SharedPipeline.connections(), TOPIC);

        Cli again = Cli.onSharedPipeline("seed-strategies", "--site-id", "302", "--lang", "zh");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("已有策略，跳过", "✅ PASS：共 4 个策略，四种类型齐全");
        assertThat(RawTopic.logEnds(SharedPipeline.connections(), TOPIC)).isEqualTo(before);
    }

    @Test
    void shouldHoldExactlyFourRowsAfterForceAndCompaction() throws Exception {
        Cli.onSharedPipeline("seed-strategies", "--site-id", "303");
        Path two = Files.writeString(folder.resolve("two.yaml"), TWO);

        Cli fewer = Cli.onSharedPipeline("seed-strategies", "--site-id", "303", "--force", "--file", two.toString());
        assertThat(fewer.exitCode()).isEqualTo(1);
        assertThat(fewer.out())
                .contains(
                        "strategies: 0 created, 2 replaced, 2 removed",
                        "❌ FAIL: 2 strategies, not one of each type",
                        "missing: performance_priority, fair_distribution",
                        "✅ active: 1/2",
                        "✅ PASS: 2 rows in curtailment_strategies, equal to the topic");
        assertThat(table(303)).hasSize(2);

        Cli four = Cli.onSharedPipeline("seed-strategies", "--site-id", "303", "--force");
        assertThat(four.exitCode()).as(four.out() + four.err()).isZero();
        assertThat(records("303")).hasSize(4 + 2 + 2 + 4);

        compact(() -> Cli.onSharedPipeline("seed-strategies", "--site-id", "304"));
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(records("303")).hasSize(4));
        assertThat(strategies(records("303"))).containsOnlyKeys(TYPES);
        assertThat(table(303))
                .containsExactlyInAnyOrderElementsOf(StrategySet.defaults(303).strategies());
        Cli verified = Cli.onSharedPipeline("seed-strategies", "--site-id", "303", "--verify-only");
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
    }

    @Test
    void shouldWriteNothingOfABrokenFile() throws IOException {
        var before = RawTopic.logEnds(SharedPipeline.connections(), TOPIC);
        Path broken = Files.writeString(
                folder.resolve("broken.yaml"),
                TWO.replace("uptime_weight: 0.25", "uptime_weight: 0.3") + "    is_active: maybe\n");

        Cli seed = Cli.onSharedPipeline("seed-strategies", "--site-id", "305", "--file", broken.toString());

        assertThat(seed.exitCode()).isEqualTo(2);
        assertThat(seed.err())
                .isEqualTo(
                        """
                        minerstream seed-strategies: strategy file %s: 2 findings, nothing was written:
                          broken.yaml:11: weights: must sum to 1.0 within 0.01, got 1.05
                          broken.yaml:16: is_active: must be given once, got it again after line 15
                        """
                                .formatted(broken));
        assertThat(RawTopic.logEnds(SharedPipeline.connections(), TOPIC)).isEqualTo(before);
        assertThat(records("305")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldShowTheOldSetOrTheNewOneWhenKilledAfterSomeRecords(int acknowledged) throws Exception {
        String site = String.valueOf(310 + acknowledged);
        Cli.onSharedPipeline("seed-strategies", "--site-id", site);
        Path two = Files.writeString(folder.resolve("two.yaml"), TWO);

        killSeeding(site, two, acknowledged);

        Connections connections = SharedPipeline.connections();
        assertThat(strategies(ofSite(site, RawTopic.readStable(connections, TOPIC))))
                .as("while the transaction is open")
                .containsOnlyKeys(TYPES);
        // Fences the dead one, which aborts its transaction.
        Cli again = Cli.onSharedPipeline("seed-strategies", "--site-id", site, "--force", "--file", two.toString());
        assertThat(again.out()).contains("strategies: 0 created, 2 replaced, 2 removed");
        assertThat(strategies(records(site))).containsOnlyKeys("custom", "customer_priority");
        assertThat(table(Integer.parseInt(site))).hasSize(2);
    }

    @Test
    void shouldEndWithOneSetWhenTwoSeedAtTheSameMoment() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 8; round++) {
                int site = 320 + round;
                boolean force = round % 2 == 1;
                CyclicBarrier start = new CyclicBarrier(2);
                StrategySet first = named(site, "first");
                StrategySet second = named(site, "second");
                List<Future<Integer>> seeders = List.of(
                        threads.submit(seeding(first, force, start)), threads.submit(seeding(second, force, start)));

                int created = 0;
                for (Future<Integer> seeder : seeders) {
                    created += force ? createdUnlessOvertaken(seeder) : seeder.get();
                }

                List<CurtailmentStrategy> strategies =
                        List.copyOf(strategies(records(String.valueOf(site))).values());
                assertThat(strategies)
                        .hasSize(4)
                        .extracting(CurtailmentStrategy::getName)
                        .containsOnly(strategies.get(0).getName());
                // A forced one that Kafka was uncertain about may have created its set.
                assertThat(created).isIn(force ? List.of(0, 4, 8) : List.of(4));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldRefuseATopicThatForgets() throws Exception {
        try (Admin admin = SharedPipeline.connections().openAdmin()) {
            admin.createTopics(List.of(new NewTopic("forgets-" + TOPIC, 1, (short) 1)))
                    .all()
                    .get();
        }

        Cli seed = Cli.onSharedPipeline("seed-strategies", "--topic-prefix", "forgets-");

        assertThat(seed.exitCode()).isEqualTo(1);
        assertThat(seed.err())
                .isEqualTo(
                        """
                        minerstream seed-strategies: 1 finding, nothing was written:
                          topic forgets-curtailment-strategies: cleanup.policy must be compact, is delete: Kafka would delete entries \
                        that are still valid; change the topic's cleanup.policy
                        """);
    }

    @Test
    void shouldFailVerificationWhenThereIsNone() {
        Cli verify = Cli.onSharedPipeline("seed-strategies", "--verify-only", "--site-id", "330");

        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.out())
                .isEqualTo(
                        """
                        Curtailment strategies of site 330

                          ❌ FAIL: site 330 has no strategy
                          ✅ PASS: 0 rows in curtailment_strategies, equal to the topic
                        """);
    }

    @Test
    void shouldReadAgainWhatItExports() throws IOException {
        Cli.onSharedPipeline("seed-strategies", "--site-id", "331");
        Path file = folder.resolve("export.json");
        Cli export = Cli.onSharedPipeline(
                "strategies", "export", "--site-id", "331", "--format", "json", "--file", file.toString());
        assertThat(export.exitCode()).as(export.err()).isZero();

        Cli seed = Cli.onSharedPipeline("seed-strategies", "--file", file.toString(), "--force", "--output", "json");

        assertThat(seed.exitCode()).as(seed.err()).isZero();
        assertThat(seed.json().at("/sites/0/siteId").intValue()).isEqualTo(331);
        assertThat(seed.json().at("/sites/0/replaced").intValue()).isEqualTo(4);
        assertThat(seed.json().at("/sites/0/removed").intValue()).isZero();
        assertThat(seed.json().at("/sites/0/table/equal").booleanValue()).isTrue();
        Cli list = Cli.onSharedPipeline("strategies", "list", "--site-id", "331", "--output", "json");
        assertThat(list.json().at("/strategies")).hasSize(4);
        Cli overwrite = Cli.onSharedPipeline("strategies", "export", "--file", file.toString());
        assertThat(overwrite.exitCode()).isEqualTo(2);
    }

    @Test
    void shouldSeedEverySiteOfAFileOrTheOneThatIsAsked() throws IOException {
        String entry = TWO.substring(TWO.indexOf('\n') + 1, TWO.indexOf("  - name: Night - the rest"));
        Path file = Files.writeString(
                folder.resolve("sites.yaml"),
                "strategies:\n" + entry + "    site_id: 341\n" + entry + "    site_id: 342\n");

        Cli unknown = Cli.onSharedPipeline("seed-strategies", "--file", file.toString(), "--site-id", "343");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err())
                .isEqualTo("minerstream seed-strategies: --site-id: must be a site of " + file
                        + ", which has strategies of [341, 342], got 343; nothing was written\n"
                        + "Try 'minerstream seed-strategies --help'.\n");
        Cli one = Cli.onSharedPipeline("seed-strategies", "--file", file.toString(), "--site-id", "342");
        assertThat(one.out()).contains("1 strategies created").doesNotContain("site 341");
        Cli all = Cli.onSharedPipeline("seed-strategies", "--file", file.toString());
        assertThat(all.out()).contains("site 341\n  1 strategies created", "site 342\n  1 strategies exist, unchanged");
    }

    private static void compact(Runnable rollSegment) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        Map<String, String> eager =
                Map.of("segment.ms", "1", "min.cleanable.dirty.ratio", "0", "max.compaction.lag.ms", "1");
        try (Admin admin = SharedPipeline.connections().openAdmin()) {
            admin.incrementalAlterConfigs(Map.of(topic, alterations(eager, AlterConfigOp.OpType.SET)))
                    .all()
                    .get();
            // The active segment is never compacted.
            rollSegment.run();
            admin.incrementalAlterConfigs(
                            Map.of(topic, alterations(Map.of("segment.ms", ""), AlterConfigOp.OpType.DELETE)))
                    .all()
                    .get();
        }
    }

    private static List<AlterConfigOp> alterations(Map<String, String> settings, AlterConfigOp.OpType type) {
        return settings.entrySet().stream()
                .map(setting -> new AlterConfigOp(new ConfigEntry(setting.getKey(), setting.getValue()), type))
                .toList();
    }

    /** Starts a forced seeding in a process of its own and kills it (-9) when so many records are in the log. */
    private void killSeeding(String site, Path file, int acknowledged) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("seed-strategies", "--force", "--site-id", site, "--file", file.toString()));
        command.addAll(SharedPipeline.options());
        assertThat(KilledCli.run(command, acknowledged, folder)).isTrue();
    }

    private static Callable<Integer> seeding(StrategySet set, boolean force, CyclicBarrier start) {
        Connections connections = SharedPipeline.connections();
        StrategySeeder seeder = new StrategySeeder(connections.kafkaProperties(), connections.topics());
        return () -> {
            start.await();
            SeedResult result = seeder.seed(set, force);
            return result.created() + result.replaced();
        };
    }

    private static int createdUnlessOvertaken(Future<Integer> seeder) throws InterruptedException {
        try {
            return seeder.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof PublishException fenced) || !OVERTAKEN.contains(fenced.reason())) {
                throw new AssertionError(
                        "a seeder must create its set, leave another alone or be overtaken", e.getCause());
            }
            return 0;
        }
    }

    private static StrategySet named(int site, String name) {
        StrategySet set = StrategySet.defaults(site);
        set.strategies().forEach(strategy -> strategy.setName(name));
        return set;
    }

    private static List<CurtailmentStrategy> table(int site) throws SQLException {
        try (Connection database = SharedPipeline.database()) {
            return new StrategyTable(database).ofSite(site);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String site) {
        return ofSite(site, RawTopic.read(SharedPipeline.connections(), TOPIC));
    }

    private static List<ConsumerRecord<byte[], byte[]>> ofSite(
            String site, List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .filter(record -> new String(record.key(), UTF_8).startsWith(site + ":"))
                .toList();
    }

    /** What the records leave behind, by type. */
    private static Map<String, CurtailmentStrategy> strategies(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, CurtailmentStrategy> strategies = new TreeMap<>();
        try (var deserializer = new AvroRecordDeserializer<>(CurtailmentStrategy.class)) {
            deserializer.configure(SharedPipeline.connections().kafkaProperties(), false);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                String type = new String(record.key(), UTF_8).split(":", 2)[1];
                if (record.value() == null) {
                    strategies.remove(type);
                } else {
                    strategies.put(type, deserializer.deserialize(TOPIC, record.value()));
                }
            }
        }
        return strategies;
    }
}
