package io.minerstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The reference job: 6,000 miners, 24 hours, written by two generators at once. */
@ExtendWith({RequiresDocker.class, SharedPipeline.class})
class ReferenceJobContainerIT {

    private static final int SITE = 5;
    private static final int MINERS = 6_000;

    @Test
    void shouldTakeTheReferenceJobThroughTheWholeChain() throws Exception {
        Pipeline pipeline = SharedPipeline.pipeline();
        pipeline.run("fleet", "init", "--site-id", "5", "--miners", "6000").requireSuccess();

        RunId id;
        List<WindowVerdict> verdicts;
        try (ShardedRun run = ShardedRun.start(pipeline, SITE, MINERS, 24)) {
            id = run.awaitLanded();
            verdicts = run.verdicts(id);
        }

        assertThat(pipeline.warehouse().readings(SITE)).isEqualTo(144_000);
        assertThat(verdicts).singleElement().satisfies(verdict -> {
            assertThat(verdict.getPassed()).as("%s", verdict).isTrue();
            assertThat(verdict.getMinersPassed()).isEqualTo(MINERS);
            assertThat(verdict.getReceivedRecords()).isEqualTo(144_000);
            assertThat(verdict.getDuplicateRecords()).isZero();
        });
        assertThat(pipeline.run("verify", "--site-id", "5", "--from", "2026-06-01T00:00:00Z", "--hours", "24")
                        .requireSuccess()
                        .out())
                .contains("PASS: all miners have 24 records", "PASS: all records are 1 h apart");
        pipeline.run("verify", "--exact", "--run", id.text()).requireSuccess();
        pipeline.run("verify", "--exact", "--topic", "--run", id.text()).requireSuccess();
    }

    @Test
    void shouldSeedStrategiesIntoTopicAndTable() {
        Command.Result seeded = SharedPipeline.pipeline().run("seed-strategies", "--site-id", "5", "--force");

        assertThat(seeded.requireSuccess().out())
                .contains("PASS: 4 rows in curtailment_strategies, equal to the topic");
    }
}
