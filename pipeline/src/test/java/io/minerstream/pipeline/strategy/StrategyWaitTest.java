package io.minerstream.pipeline.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.producer.strategy.StrategySet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrategyWaitTest {

    @Test
    void shouldFindNoDifferenceInAnyOrder() {
        List<CurtailmentStrategy> topic = StrategySet.defaults(5).strategies();
        List<CurtailmentStrategy> table = List.of(topic.get(3), topic.get(1), topic.get(0), topic.get(2));

        assertThat(StrategyWait.differences(topic, table)).isEmpty();
    }

    @Test
    void shouldNameTypesAndFieldsThatDiffer() {
        List<CurtailmentStrategy> topic = StrategySet.defaults(5).strategies();
        List<CurtailmentStrategy> table = StrategySet.defaults(5).strategies();
        table.get(1).setUptimeWeight(0.41);
        table.get(1).setIsActive(false);

        assertThat(StrategyWait.differences(topic.subList(0, 3), table.subList(1, 4)))
                .containsExactly(
                        "custom: is in the table, not in the topic",
                        "customer_priority: uptime_weight is 0.4 in the topic, 0.41 in the table",
                        "customer_priority: is_active is true in the topic, false in the table",
                        "performance_priority: is in the topic, not in the table");
    }
}
