package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.live.LiveResult;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.producer.live.LiveTimePoint;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.ShareRate;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveTextTest {

    private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");
    private static final RunId RUN = new RunId("6vj7qhw8");
    private static final LiveSpec SPEC = new LiveSpec(
            5,
            42,
            SignalProfile.REFERENCE,
            ShareRate.DEFAULT_DIFFICULTY,
            TimeRange.HOURLY,
            1_000,
            Shard.ALL,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    private static final LiveResult STOPPED = new LiveResult(2, 1_234, 7_404_000, TEN, false);
    private static final LiveTimePoint HISTORY = new LiveTimePoint(RUN, TEN, 6_000, Optional.empty());
    private static final LiveTimePoint LATE = new LiveTimePoint(RUN, TEN, 6_000, Optional.of(Duration.ofMillis(350)));

    private final LiveText english = new LiveText(new Messages(Locale.ENGLISH));
    private final LiveText chinese = new LiveText(new Messages(Locale.SIMPLIFIED_CHINESE));

    @Test
    void shouldSayWhatIsCommitted() {
        assertThat(english.timePoint(LATE, 12_000))
                .isEqualTo("2026-11-24T10:00:00Z: 6,000 records, committed 0.4 s after it was due; 12,000 in all");
        assertThat(english.timePoint(HISTORY, 12_000))
                .isEqualTo("2026-11-24T10:00:00Z: 6,000 records, history; 12,000 in all");
        assertThat(chinese.timePoint(LATE, 12_000)).isEqualTo("2026-11-24T10:00:00Z：6,000 条记录，到期后 0.4 s 提交；共 12,000 条");
    }

    @Test
    void shouldSayWhichRunBeginsOrResumes() {
        RunSpec run = RunSpec.of(5, TimeRange.hourly(TEN, TEN.plusSeconds(14 * 3600)), 42, SignalProfile.REFERENCE);

        assertThat(english.run(run, TEN))
                .isEqualTo("run " + run.id() + ": 2026-11-24T10:00:00Z until 2026-11-25T00:00:00Z");
        assertThat(english.run(run, TEN.plusSeconds(3600)))
                .isEqualTo("run " + run.id()
                        + ": 2026-11-24T10:00:00Z until 2026-11-25T00:00:00Z, resumes at 2026-11-24T11:00:00Z");
    }

    @Test
    void shouldSayHowItEndedAndHowToResume() {
        assertThat(english.end(SPEC, STOPPED))
                .containsExactly(
                        "MinerStream live: site 5, 1,234 time points, 7,404,000 records, 2 runs",
                        "Stopped before 2026-11-24T10:00:00Z; the same command resumes there.");
        assertThat(english.end(SPEC, new LiveResult(1, 1, 7, TEN, true)))
                .containsExactly(
                        "MinerStream live: site 5, 1 time point, 7 records, 1 run",
                        "Ended before 2026-11-24T10:00:00Z.");
        assertThat(chinese.end(SPEC, STOPPED))
                .containsExactly(
                        "MinerStream 实时：站点 5，1,234 个时间点，7,404,000 条记录，2 次运行",
                        "已在 2026-11-24T10:00:00Z 之前停止；再次执行同一命令将从此处继续。");
    }

    @Test
    void shouldWriteALineOfJsonForEachTimePointAndTheEnd() {
        assertThat(Json.line(LiveDocument.timePoint(LATE)))
                .isEqualTo(
                        "{\"event\":\"timePoint\",\"runId\":\"6vj7qhw8\",\"timePoint\":\"2026-11-24T10:00:00Z\",\"records\":6000,"
                                + "\"history\":false,\"lateSeconds\":0.35}");
        assertThat(Json.line(LiveDocument.timePoint(HISTORY))).endsWith("\"history\":true,\"lateSeconds\":null}");
        assertThat(Json.line(LiveDocument.end(SPEC, STOPPED)))
                .isEqualTo(
                        "{\"event\":\"end\",\"ended\":false,\"siteId\":5,\"seed\":42,\"profile\":\"reference\",\"intervalSeconds\":3600,"
                                + "\"runs\":2,\"timePoints\":1234,\"records\":7404000,\"nextTimePoint\":\"2026-11-24T10:00:00Z\"}");
    }
}
