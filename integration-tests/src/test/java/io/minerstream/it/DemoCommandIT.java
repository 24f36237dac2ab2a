package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class DemoCommandIT {

    /** A tenth of the reference job, which CI runs as a demo of its own. */
    @Test
    void shouldTakeADayThroughTheWholeChain() {
        Cli demo = Cli.run("demo", "--miners", "600", "--output", "json");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        JsonNode result = demo.json();
        assertThat(result.get("success").booleanValue()).isTrue();
        assertThat(result.get("miners").intValue()).isEqualTo(600);
        assertThat(result.get("hours").intValue()).isEqualTo(24);
        assertThat(result.get("recordsGenerated").longValue()).isEqualTo(14_400);
        assertThat(result.get("rowsInWarehouse").longValue()).isEqualTo(14_400);
        assertThat(result.at("/statusDistribution/active").intValue()).isEqualTo(540);
        assertThat(result.at("/statusDistribution/maintenance").intValue()).isEqualTo(36);
        assertThat(result.at("/statusDistribution/offline").intValue()).isEqualTo(24);
        assertThat(result.at("/checks/passed").booleanValue()).isTrue();
        assertThat(result.at("/verdict/passed").booleanValue()).isTrue();
        assertThat(result.at("/verdict/receivedRecords").longValue()).isEqualTo(14_400);
        assertThat(result.at("/verdict/alerts").longValue()).isZero();
    }
}
