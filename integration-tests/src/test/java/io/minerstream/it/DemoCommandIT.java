package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class DemoCommandIT {

    @Test
    void shouldTakeTheReferenceJobThroughTheWholeChain() {
        Cli demo = Cli.run("demo", "--output", "json");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        JsonNode result = demo.json();
        assertThat(result.get("success").booleanValue()).isTrue();
        assertThat(result.get("miners").intValue()).isEqualTo(6_000);
        assertThat(result.get("hours").intValue()).isEqualTo(24);
        assertThat(result.get("recordsGenerated").longValue()).isEqualTo(144_000);
        assertThat(result.get("rowsInWarehouse").longValue()).isEqualTo(144_000);
        assertThat(result.at("/statusDistribution/active").intValue()).isEqualTo(5_400);
        assertThat(result.at("/statusDistribution/maintenance").intValue()).isEqualTo(360);
        assertThat(result.at("/statusDistribution/offline").intValue()).isEqualTo(240);
        assertThat(result.at("/checks/passed").booleanValue()).isTrue();
        assertThat(result.at("/verdict/passed").booleanValue()).isTrue();
        assertThat(result.at("/verdict/receivedRecords").longValue()).isEqualTo(144_000);
        assertThat(result.at("/verdict/alerts").longValue()).isZero();
    }
}
