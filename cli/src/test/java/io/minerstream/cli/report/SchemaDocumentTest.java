package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class SchemaDocumentTest {

    private static final Messages ENGLISH = new Messages(Locale.ENGLISH);
    private static final Messages CHINESE = new Messages(Locale.SIMPLIFIED_CHINESE);

    @Test
    void shouldPrintAScriptWithTheRestAsComments() {
        assertThat(SchemaDocument.of(SampleResults.tables(), false, false).lines(ENGLISH))
                .containsExactly(
                        "BEGIN;",
                        "SET LOCAL search_path = \"public\";",
                        "",
                        "-- hosting_sites: the table is absent",
                        "CREATE TABLE IF NOT EXISTS hosting_sites (id integer PRIMARY KEY);",
                        "",
                        "COMMIT;",
                        "-- Existing tables, changed with --upgrade only:",
                        "-- miner_telemetry: a unique key on (miner_id, recorded_at) makes replays idempotent, and upserts possible",
                        "--     CREATE UNIQUE INDEX ux ON miner_telemetry (miner_id, recorded_at);",
                        "-- miner_telemetry: must be unique on (miner_id, recorded_at), got 2 keys that several rows share (3 rows "
                                + "too many): (1, 2026-03-01 00:00:00) in 2 rows");
    }

    @Test
    void shouldExplainTheScriptInChinese() {
        assertThat(SchemaDocument.of(SampleResults.tables(), true, true).lines(CHINESE))
                .filteredOn(line -> line.startsWith("-- "))
                .containsExactly(
                        "-- hosting_sites：该表不存在",
                        "-- miner_telemetry：miner_id 与 recorded_at 上的唯一键使重放幂等，并使 upsert 可行",
                        "-- miner_telemetry：miner_id 与 recorded_at 应唯一，实际有 2 个键为多行所共有（多出 3 行）：(1, 2026-03-01 00:00:00) in 2 rows",
                        "-- 已执行。");
    }
}
