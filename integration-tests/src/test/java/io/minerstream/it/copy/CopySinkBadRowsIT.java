package io.minerstream.it.copy;

import static io.minerstream.it.copy.Readings.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad rows alone become dead letters. */
class CopySinkBadRowsIT {

    private static final int BATCH = 10_000;
    private static final String FIVE_KINDS =
            """
            CONSTRAINT known FOREIGN KEY (miner_id) REFERENCES miners,
            CONSTRAINT low CHECK (hashrate < 1e9), CONSTRAINT number CHECK (hashrate <> 'NaN')""";

    private final SinkServer server = SinkServer.newSchema();
    private Map<String, String> settings;

    @BeforeEach
    void createTables() {
        server.execute(
                "CREATE TABLE miners (id integer PRIMARY KEY)",
                "INSERT INTO miners SELECT generate_series(0, 999)",
                Readings.table(FIVE_KINDS),
                "ALTER TABLE readings ALTER COLUMN hashrate SET NOT NULL");
        settings = server.settings();
        // One batch for all.
        settings.put("batch.max.bytes", String.valueOf(16 << 20));
    }

    /** Offsets 270 n + 5: an unknown miner, no hashrate, one too high, NaN, and a note that is too long, in turn. */
    private static Struct value(long offset) {
        Struct value = Readings.value(offset);
        if (offset % 270 != 5 || offset >= 37 * 270) {
            return value;
        }
        return switch ((int) (offset / 270 % 5)) {
            case 0 -> value.put("miner_id", 5000);
            case 1 -> value.put("hashrate", null);
            case 2 -> value.put("hashrate", 1e10);
            case 3 -> value.put("hashrate", Double.NaN);
            default -> value.put("note", "x".repeat(21));
        };
    }

    private static List<Long> badOffsets() {
        return LongStream.range(0, BATCH)
                .filter(offset -> offset % 270 == 5)
                .filter(offset -> offset < 37 * 270)
                .boxed()
                .toList();
    }

    private void requireAllLanded(TaskDriver task) {
        assertThat(badOffsets()).hasSize(37);
        assertThat(task.commit()).containsEntry(P0, (long) BATCH);
        assertThat(server.count("readings")).isEqualTo(9_963);
        assertThat(task.deadOffsets()).isEqualTo(badOffsets());
        assertThat(task.metrics().getRecordsConsumed()).isEqualTo(BATCH);
        assertThat(task.metrics().getRowsLanded()).isEqualTo(9_963);
        assertThat(task.metrics().getDeadLetters()).isEqualTo(37);
    }

    @Test
    void shouldLandAllButThe37BadRowsOfFiveKinds() {
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, BATCH, CopySinkBadRowsIT::value));

            requireAllLanded(task);
            assertThat(new ArrayList<>(task.reasons())
                            .stream().distinct().sorted().toList())
                    .containsExactly(
                            "table readings refuses the row: SQLSTATE 22001, column note, value xxxxxxxxxxxxxxxxxxxxx:"
                                    + " character varying(20) must have at most 20 characters, got 21",
                            "table readings refuses the row: SQLSTATE 23502, column hashrate, value null: the column is"
                                    + " NOT NULL",
                            "table readings refuses the row: SQLSTATE 23503, column miner_id, value 5000: the row violates"
                                    + " foreign key constraint \"known\"",
                            "table readings refuses the row: SQLSTATE 23514, column hashrate, value 1.0E10: the row"
                                    + " violates check constraint \"low\"",
                            "table readings refuses the row: SQLSTATE 23514, column hashrate, value NaN: the row violates"
                                    + " check constraint \"low\"");
            task.put(Readings.records(P0, BATCH, BATCH + 10));
            task.commit();
            assertThat(server.count("readings")).isEqualTo(9_973);
        }
    }

    /** Rules that cannot be asked of a set of rows: a trigger stands for all of them. */
    @ParameterizedTest
    @ValueSource(strings = {"insert", "upsert"})
    void shouldFindByBisectionWhatNoRuleOfTheCatalogTells(String mode) {
        server.execute(
                "ALTER TABLE readings DROP CONSTRAINT known, DROP CONSTRAINT low, DROP CONSTRAINT number",
                "ALTER TABLE readings ADD PRIMARY KEY (miner_id, recorded_at)",
                """
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.miner_id >= 5000 OR NEW.hashrate >= 1e10 THEN
                        RAISE EXCEPTION 'not this one' USING ERRCODE = '23514', COLUMN = 'hashrate';
                    END IF;
                    RETURN NEW;
                END $$""",
                "CREATE TRIGGER refuse BEFORE INSERT ON readings FOR EACH ROW EXECUTE FUNCTION refuse()");
        settings.putAll(Map.of("insert.mode", mode, "pk.mode", "record_value", "pk.fields", "miner_id,recorded_at"));
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, BATCH, CopySinkBadRowsIT::value));

            requireAllLanded(task);
            assertThat(task.metrics().getBatchesBisected()).isEqualTo(1);
            assertThat(task.reasons())
                    .contains(
                            "table readings refuses the row: SQLSTATE 23514, column hashrate, value 1.0E10: not this one");
        }
    }

    @Test
    void shouldRefuseARowWithoutPartitionAndRowsThatBreakADomain() {
        server.execute(
                "DROP TABLE readings",
                "CREATE DOMAIN short AS varchar(20) CHECK (value <> 'n7')",
                "CREATE TABLE readings (miner_id integer NOT NULL, hashrate double precision, note short,"
                        + " recorded_at timestamp NOT NULL) PARTITION BY RANGE (miner_id)",
                "CREATE TABLE readings_low PARTITION OF readings FOR VALUES FROM (0) TO (500)",
                "CREATE TABLE readings_high PARTITION OF readings FOR VALUES FROM (501) TO (1000)");
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 1000));

            assertThat(task.commit()).containsEntry(P0, 1000L);
            assertThat(task.deadOffsets()).containsExactly(7L, 500L);
            assertThat(server.count("readings")).isEqualTo(998);
        }
    }

    @Test
    void shouldSeeDeferredConstraintsBeforeTheCommit() {
        server.execute(
                "ALTER TABLE readings DROP CONSTRAINT known",
                "ALTER TABLE readings ADD CONSTRAINT later FOREIGN KEY (miner_id) REFERENCES miners"
                        + " DEFERRABLE INITIALLY DEFERRED");
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, BATCH, CopySinkBadRowsIT::value));

            requireAllLanded(task);
        }
    }

    @Test
    void shouldFailNamingTheRecordWhenNoErrorIsTolerated() {
        try (TaskDriver task = new TaskDriver(settings, false).open(P0)) {
            task.put(Readings.records(P0, 0, 100, CopySinkBadRowsIT::value));

            await().untilAsserted(
                            () -> assertThatThrownBy(() -> task.putOnce(List.of()))
                                    .isInstanceOf(ConnectException.class)
                                    .hasMessage(
                                            "record of topic readings, partition 0, offset 5: table readings refuses the row: SQLSTATE"
                                                    + " 23503, column miner_id, value 5000: the row violates foreign key constraint \"known\";"
                                                    + " nothing of its batch has landed. Correct the table or the record, or let such records"
                                                    + " become dead letters (errors.tolerance=all and errors.deadletterqueue.topic.name)"));
            assertThat(server.count("readings")).isZero();
        }
    }

    @Test
    void shouldRefuseAKeyThatIsThereAlreadyInInsertMode() {
        server.execute("ALTER TABLE readings ADD PRIMARY KEY (miner_id, recorded_at)");
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 100));
            task.put(Readings.records(P0, 100, 300, offset -> Readings.value(offset == 250 ? 50 : offset)));

            assertThat(task.commit()).containsEntry(P0, 300L);
            assertThat(task.deadOffsets()).containsExactly(250L);
            assertThat(task.reasons().get(0)).contains("SQLSTATE 23505, column miner_id, value 50");
        }
    }

    @Test
    void shouldGiveARecordWithoutValueToTheDeadLetters() {
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 3, offset -> offset == 1 ? null : Readings.value(offset)));

            assertThat(task.commit()).containsEntry(P0, 3L);
            assertThat(server.count("readings")).isEqualTo(2);
            assertThat(task.reasons())
                    .containsExactly(
                            "table readings refuses the row: SQLSTATE 23502: a record must have a value, got none"
                                    + " and delete.enabled=false");
        }
    }

    /** What a trigger makes of a row is not judged before the trigger has run. */
    @Test
    void shouldLetTriggersFillAndCorrectRows() {
        server.execute(
                "DROP TABLE readings",
                "CREATE TABLE readings (miner_id integer PRIMARY KEY, hashrate float8 CHECK (hashrate < 1e9),"
                        + " note text NOT NULL, recorded_at timestamp)",
                """
                CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    NEW.note := coalesce(NEW.note, 'filled');
                    IF NEW.miner_id = 2 THEN NEW.hashrate := 1; END IF;
                    RETURN NEW;
                END $$""",
                "CREATE TRIGGER fill BEFORE INSERT ON readings FOR EACH ROW EXECUTE FUNCTION fill()");
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 10, offset -> switch ((int) offset) {
                case 1 -> Readings.value(1).put("note", null);
                case 2, 3 -> Readings.value(offset).put("hashrate", 1e10);
                default -> Readings.value(offset);
            }));

            assertThat(task.commit()).containsEntry(P0, 10L);
            assertThat(task.deadOffsets()).containsExactly(3L);
            assertThat(server.query("SELECT note FROM readings WHERE miner_id = 1"))
                    .containsExactly("filled");
        }
    }

    @Test
    void shouldAcceptRowsThatReferToOthersOfTheirBatch() {
        server.execute(
                "DROP TABLE readings",
                "CREATE TABLE readings (miner_id integer PRIMARY KEY, hashrate float8, note text, recorded_at timestamp,"
                        + " CHECK (hashrate < 1e9))",
                "ALTER TABLE readings ADD FOREIGN KEY (miner_id) REFERENCES readings");
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(
                    P0,
                    0,
                    100,
                    offset -> offset == 99 ? Readings.value(99).put("hashrate", 1e10) : Readings.value(offset)));

            assertThat(task.commit()).containsEntry(P0, 100L);
            assertThat(task.deadOffsets()).containsExactly(99L);
        }
    }

    /** Record by record, a reference to a later row is a violation. It is none while one statement writes both. */
    @ParameterizedTest
    @CsvSource({"false, ", "true, '0,50'"})
    void shouldJudgeReferencesWithinATableInTheOrderOfRecords(boolean oneIsBad, String dead) {
        server.execute(
                "DROP TABLE readings",
                "CREATE TABLE readings (miner_id integer PRIMARY KEY, hashrate float8, note text, recorded_at timestamp,"
                        + " own text GENERATED ALWAYS AS ('n' || miner_id::text) STORED UNIQUE)",
                "ALTER TABLE readings ADD FOREIGN KEY (note) REFERENCES readings (own)");
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 100, offset -> switch ((int) offset) {
                case 0 -> Readings.value(0).put("note", "n99");
                case 50 -> Readings.value(50).put("note", oneIsBad ? "nobody" : "n50");
                case 99 -> Readings.value(99).put("note", "n1");
                default -> Readings.value(offset);
            }));

            assertThat(task.commit()).containsEntry(P0, 100L);
            assertThat(task.deadOffsets().stream().map(String::valueOf).collect(Collectors.joining(",")))
                    .isEqualTo(dead == null ? "" : dead);
        }
    }

    @Test
    void shouldNotRefuseAnUpsertOfARowThatIsThereWhileItSearchesForAnother() {
        server.execute(
                "ALTER TABLE readings ADD PRIMARY KEY (miner_id, recorded_at)",
                "CREATE FUNCTION refuse_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.miner_id = 200 THEN RAISE"
                        + " EXCEPTION 'not this one' USING ERRCODE = '22000'; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER refuse BEFORE INSERT ON readings FOR EACH ROW EXECUTE FUNCTION refuse_first()");
        settings.putAll(
                Map.of("insert.mode", "upsert", "pk.mode", "record_value", "pk.fields", "miner_id,recorded_at"));
        try (TaskDriver task = new TaskDriver(settings).open(P0)) {
            task.put(Readings.records(P0, 0, 100));
            assertThat(task.commit()).containsEntry(P0, 100L);
            task.put(Readings.records(P0, 100, 200, offset -> Readings.value(offset == 100 ? 200 : offset - 50)));

            assertThat(task.commit()).containsEntry(P0, 200L);
            assertThat(task.deadOffsets()).containsExactly(100L);
            assertThat(server.count("readings")).isEqualTo(150);
        }
    }
}
