package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shards leave the very records of a run in one piece. */
@ExtendWith(SharedPipeline.class)
class ShardedRunIT {

    @Test
    void shouldWriteTheSameRecordsInOneTwoAndSevenShards() {
        for (String shards : List.of("1", "2", "7")) {
            for (int shard = 0; shard < Integer.parseInt(shards); shard++) {
                Cli part = Cli.run(SmallRun.command(
                                "of" + shards + "-",
                                "--partitions",
                                "7",
                                "--profile",
                                "realistic",
                                "--shard",
                                shard + "/" + shards)
                        .toArray(String[]::new));
                assertThat(part.exitCode()).as(part.err()).isZero();
            }
        }

        List<String> whole = SmallRun.readings("of1-");
        assertThat(whole).hasSize(SmallRun.RECORDS);
        assertThat(SmallRun.readings("of2-")).isEqualTo(whole);
        assertThat(SmallRun.readings("of7-")).isEqualTo(whole);
    }
}
