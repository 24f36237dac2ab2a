package io.minerstream.schemas.miner;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.MinerTelemetry;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {

    @ParameterizedTest
    @EnumSource(Metric.class)
    void shouldNameAFieldOfTheReadingAndItsUnit(Metric metric) {
        Schema.Field field = MinerTelemetry.getClassSchema().getField(metric.field());

        assertThat(field).as(metric.field()).isNotNull();
        assertThat(field.doc()).startsWith(metric.unit());
    }
}
