package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed and started again leaves the very records of a run in one piece. */
@Tag("long")
@ExtendWith(SharedPipeline.class)
class ResumedRunIT {

    private static final int KILLS = 20;

    @TempDir
    private Path folder;

    @Test
    void shouldWriteEachReadingOnceWhenKilledAgainAndAgain() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> killed = SmallRun.command("killed-", "--commit", "700", "--threads", "2");
        for (int kill = 0; kill < KILLS; kill++) {
            // Short enough that all kills hit: the remaining records are never fewer.
            int readings = 1 + random.nextInt(SmallRun.RECORDS / KILLS - 100);
            // The first start writes the roster before.
            int acknowledged = kill == 0 ? SmallRun.MINERS + readings : readings;
            assertThat(KilledCli.run(killed, acknowledged, folder))
                    .as("kill %s after %s records, seed %s", kill, acknowledged, seed)
                    .isTrue();
        }
        Cli last = Cli.run(killed.toArray(String[]::new));
        Cli whole = Cli.run(SmallRun.command("whole-", "--threads", "1").toArray(String[]::new));

        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        assertThat(SmallRun.readings("killed-"))
                .as("seed %s", seed)
                .hasSize(SmallRun.RECORDS)
                .containsExactlyElementsOf(SmallRun.readings("whole-"));
    }
}
