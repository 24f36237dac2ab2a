package io.minerstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.run.RunId;
import java.util.List;
import org.assertj.core.api.RecursiveComparisonAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testcontainers.containers.GenericContainer;

/**
 * A part is killed (-9) while a run is written, judged and stored, and comes back before the run ends. Nobody helps: what is
 * stored and what is judged must be what a run has that nobody disturbed.
 */
@ExtendWith({RequiresDocker.class, SharedPipeline.class})
class KilledPartsContainerIT {

    private static final int SITE = 6;
    private static final int MINERS = 300;
    private static final int HOURS = 48;

    /** Readings per second of each generator: slow enough that a part is killed in the middle, about 20 s after the start. */
    private static final String RATE = "300";

    private static List<WindowVerdict> undisturbed;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        Pipeline pipeline = SharedPipeline.pipeline();
        pipeline.run(
                        "fleet",
                        "init",
                        "--site-id",
                        "6",
                        "--miners",
                        Integer.toString(MINERS),
                        "--first-miner-id",
                        "600001")
                .requireSuccess();
        try (ShardedRun run = ShardedRun.start(pipeline, SITE, MINERS, HOURS)) {
            undisturbed = run.verdicts(run.awaitLanded());
        }
        assertThat(undisturbed).hasSize(2).allMatch(WindowVerdict::getPassed);
    }

    @AfterEach
    void awaitWhole() {
        SharedPipeline.pipeline().awaitWhole();
    }

    @Test
    void shouldLoseNothingWhenABrokerIsKilled() throws Exception {
        shouldEndAsIfUndisturbedWhenKilled(SharedPipeline.pipeline().brokers().leader());
    }

    @Test
    void shouldLoseNothingWhenAConnectWorkerIsKilled() throws Exception {
        shouldEndAsIfUndisturbedWhenKilled(SharedPipeline.pipeline().workers().get(1));
    }

    @Test
    void shouldLoseNothingWhenAValidatorIsKilled() throws Exception {
        shouldEndAsIfUndisturbedWhenKilled(
                SharedPipeline.pipeline().validators().get(1));
    }

    @Test
    void shouldLoseNothingWhenPostgresIsKilled() throws Exception {
        shouldEndAsIfUndisturbedWhenKilled(SharedPipeline.pipeline().warehouse().container());
    }

    private static void shouldEndAsIfUndisturbedWhenKilled(GenericContainer<?> victim) throws Exception {
        Pipeline pipeline = SharedPipeline.pipeline();
        RunId id;
        List<WindowVerdict> verdicts;
        try (ShardedRun run = ShardedRun.start(pipeline, SITE, MINERS, HOURS, "--rate", RATE)) {
            run.awaitCommitted(0.25);
            Containers.kill(victim);
            run.awaitCommitted(0.6);
            Containers.startAgain(victim);
            id = run.awaitLanded();
            verdicts = run.verdicts(id);
        }

        assertThat(pipeline.warehouse().readings(SITE)).isEqualTo((long) MINERS * HOURS);
        pipeline.run("verify", "--exact", "--run", id.text()).requireSuccess();
        assertEqual(verdicts, undisturbed);
        pipeline.run("sink", "status").requireSuccess();
    }

    /** The sums of a site are those of its partitions, added in the order in which they are judged. */
    private static RecursiveComparisonAssert<?> assertEqual(List<WindowVerdict> actual, List<WindowVerdict> expected) {
        return assertThat(actual)
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-9 * Math.abs(b), Double.class)
                .isEqualTo(expected);
    }
}
