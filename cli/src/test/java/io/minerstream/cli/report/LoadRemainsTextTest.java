package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.pipeline.load.LoadRemains;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LoadRemainsTextTest {

    static final LoadRemains BLOCKED = new LoadRemains(
            "miner-telemetry",
            false,
            List.of(new LoadRemains.Partition(0, 20_000, 3, 20_011), new LoadRemains.Partition(1, 0, 0, 0)),
            List.of(
                    "topic miner-telemetry: cleanup.policy must have delete, is compact: Kafka would refuse to delete records; change the topic's cleanup.policy",
                    "topic miner-telemetry, partition 0: must have no records of others before offset 20011, has 3 among 20000 readings of load tests, and Kafka deletes all records before an offset; wait until the topic's retention.ms has passed",
                    "group billing: must have read the readings of load tests, has not in partitions [0]: it would go on where its auto.offset.reset says; let it read them, or move its offsets or delete it by kafka-consumer-groups.sh"));

    @Test
    void shouldSayWhatWouldBeDeletedAndWhatStandsInTheWay() {
        assertThat(new LoadRemainsText(new Messages(Locale.ENGLISH)).lines(BLOCKED))
                .containsExactly(
                        "Topic miner-telemetry: 20,000 readings of load tests",
                        "  partition  of load tests  of others before  deleted before offset",
                        "          0         20,000                 3                 20,011",
                        "          1              0                 0                      0",
                        "❌ " + BLOCKED.findings().get(0),
                        "❌ " + BLOCKED.findings().get(1),
                        "❌ " + BLOCKED.findings().get(2));
    }

    @Test
    void shouldSayWhatWasDeleted() {
        LoadRemains deleted = new LoadRemains("miner-telemetry", true, BLOCKED.partitions(), List.of());

        assertThat(new LoadRemainsText(new Messages(Locale.ENGLISH)).lines(deleted))
                .hasSize(4)
                .startsWith("Topic miner-telemetry: deleted 20,000 readings of load tests");
    }

    @Test
    void shouldSayEverythingInChinese() {
        assertThat(new LoadRemainsText(new Messages(Locale.SIMPLIFIED_CHINESE)).lines(BLOCKED))
                .contains(
                        "主题 miner-telemetry：负载测试的读数 20,000 条",
                        "❌ 主题 miner-telemetry：cleanup.policy 应含 delete，实际为 compact：Kafka 会拒绝删除记录；请修改主题的 cleanup.policy",
                        "❌ 主题 miner-telemetry 的分区 0：偏移量 20011 之前不应有他人的记录，实际在负载测试的 20000 条读数之间有 3 条，而 Kafka"
                                + " 会删除偏移量之前的所有记录；请等到主题的 retention.ms 期满",
                        "❌ 消费者组 billing：应已读取负载测试的读数，但在分区 [0] 中尚未读完：它会从其 auto.offset.reset 所定之处继续；请让它读完，或用"
                                + " kafka-consumer-groups.sh 移动其偏移量或将其删除");
    }
}
