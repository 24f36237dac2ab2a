package io.minerstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.minerstream.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Options that no command can work with: each has its whole message and exit code 2, and nothing is started, connected to or
 * written. What needs a cluster or a database to be wrong is in {@code BadInputIT}.
 */
class BadInputTest {

    private static final String INT = "must be a whole number from -2147483648 to 2147483647, got ";
    private static final String LONG = "must be a whole number from -9223372036854775808 to 9223372036854775807, got ";
    private static final String INTERVAL =
            "Invalid value for option '--interval': interval: must be whole seconds that divide an hour or whole hours that divide a "
                    + "day, ";
    private static final String LENGTH =
            "must be a whole number of ms, s, m, h or d, for example 30s or 5m, or ISO 8601 (PT5M), got ";
    private static final String TIME = "must be a time in RFC 3339 (2026-11-01T00:00:00Z) or a date (2026-11-01), got ";
    private static final String RATE = "Invalid value for option '--rate': rate: ";
    private static final String RATES =
            "must be max, RATE, constant:RATE, ramp:FROM..TO/LENGTH, steps:RATE/LENGTH,...,RATE, sine:MIN..MAX/PERIOD or "
                    + "burst:BASE,PEAK/LENGTH/EVERY, got ";
    private static final String SHARD =
            "Invalid value for option '--shard': shard: must be i/n with 0 <= i < n and n from 1 to 10000, for example 0/2 and 1/2, got ";
    private static final String COMMIT =
            "Invalid value for option '--commit': commit: must be auto, run, time-point, none or a number of records from 1 to 999999999999999999, got ";
    private static final String PROPERTIES = "--command-config, --command-property: ";
    private static final String EXACT_ONLY = "--topic, --run, --seed, --profile, --offenders: need --exact";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine(arguments)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    static Stream<Arguments> badOptions() {
        return Stream.of(
                refused("generate --interval 7m", INTERVAL + "got PT7M"),
                refused("generate --interval 25h", INTERVAL + "got PT25H"),
                refused("generate --interval 0", "Invalid value for option '--interval': " + LENGTH + "'0'"),
                refused("generate --interval -5m", "Invalid value for option '--interval': " + LENGTH + "'-5m'"),
                refused("generate --interval 5x", "Invalid value for option '--interval': " + LENGTH + "'5x'"),
                refused(
                        "generate --interval 5m --from 2026-11-01T00:03:00Z",
                        "--from: must be a whole multiple of the interval, 5m, got 2026-11-01T00:03:00Z; use 2026-11-01T00:00:00Z"),
                refused("live --interval 7m", INTERVAL + "got PT7M"),
                refused("live --speed 0", "--speed: must be from 0.001 to 1000000, got 0"),
                refused("live --speed NaN", "Invalid value for option '--speed': must be a number, got 'NaN'"),
                refused("live --speed -1", "--speed: must be from 0.001 to 1000000, got -1"),
                refused("live --backfill never", "Invalid value for option '--backfill': " + LENGTH + "'never'"),
                refused("live --backfill -3d", "Invalid value for option '--backfill': " + LENGTH + "'-3d'"),
                refused("live --site-id 0", "--site-id: must be from 1 to 2147483647, got 0"),
                refused("live --frob", "Unknown option: '--frob'"),
                refused(
                        "fleet publish --schedule /nonexistent.csv --miners 3",
                        "schedule file /nonexistent.csv: must be a readable file, got java.nio.file.NoSuchFileException: "
                                + "/nonexistent.csv; nothing was loaded"),
                refused("generate --site-id 0", "--site-id: must be from 1 to 2147483647, got 0"),
                refused("generate --site-id -3", "--site-id: must be from 1 to 2147483647, got -3"),
                refused("generate --site-id five", "Invalid value for option '--site-id': " + INT + "'five'"),
                refused(
                        "generate --site-id 2147483648",
                        "Invalid value for option '--site-id': " + INT + "'2147483648'"),
                refused("generate --seed garbage", "Invalid value for option '--seed': " + LONG + "'garbage'"),
                refused(
                        "generate --seed 9223372036854775808",
                        "Invalid value for option '--seed': " + LONG + "'9223372036854775808'"),
                refused("generate --hours １２", "Invalid value for option '--hours': " + INT + "'１２'"),
                refused("generate --seed ٤٢", "Invalid value for option '--seed': " + LONG + "'٤٢'"),
                refused(
                        "generate --pool-difficulty １",
                        "Invalid value for option '--pool-difficulty': must be a number, got '１'"),
                refused("generate --batch-size १", "Invalid value for option '--batch-size': " + INT + "'१'"),
                refused("generate --commit １", COMMIT + "'１'"),
                refused("generate --shard ０/１", SHARD + "'０/１'"),
                refused("generate --rate １", RATE + RATES + "'１'"),
                refused("generate --interval ５m", "Invalid value for option '--interval': " + LENGTH + "'５m'"),
                refused("generate --from ２026-11-01", "Invalid value for option '--from': " + TIME + "'２026-11-01'"),
                refused("generate --hours 0", "--hours: must be from 1 to 876000, got 0"),
                refused("generate --hours -1", "--hours: must be from 1 to 876000, got -1"),
                refused("generate --hours 1.5", "Invalid value for option '--hours': " + INT + "'1.5'"),
                refused("generate --from yesterday", "Invalid value for option '--from': " + TIME + "'yesterday'"),
                refused("generate --from 2026-02-30", "Invalid value for option '--from': " + TIME + "'2026-02-30'"),
                refused(
                        "generate --from 2026-11-01T00:30:00Z",
                        "--from: must be a whole hour, got 2026-11-01T00:30:00Z; use 2026-11-01T00:00:00Z"),
                refused(
                        "generate --to 2026-11-01T00:00:01Z",
                        "--to: must be a whole hour, got 2026-11-01T00:00:01Z; use 2026-11-01T00:00:00Z"),
                refused(
                        "generate --from 2026-11-02 --to 2026-11-01",
                        "--from: must be before --to (2026-11-01T00:00:00Z), got 2026-11-02T00:00:00Z"),
                refused(
                        "generate --from 2026-11-01 --to 2026-11-01",
                        "--from: must be before --to (2026-11-01T00:00:00Z), got 2026-11-01T00:00:00Z"),
                refused(
                        "generate --from 2026-11-01 --to 2026-11-02 --hours 3",
                        "--hours: must not be combined with both --from and --to"),
                refused(
                        "generate --from 1969-12-31",
                        "--from: must be from 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z, got 1969-12-31"),
                refused(
                        "generate --from 1999-13-01T00:00:00Z",
                        "Invalid value for option '--from': " + TIME + "'1999-13-01T00:00:00Z'"),
                refused("generate --rate 0", RATE + "must be greater than 0, got 0"),
                refused("generate --rate -5", RATE + "must be greater than 0, got -5"),
                refused("generate --rate NaN", RATE + RATES + "'NaN'"),
                refused("generate --rate Infinity", RATE + RATES + "'Infinity'"),
                refused(
                        "generate --rate constant:",
                        RATE + "constant: must be a number of records per second, for example 5000 or 0.5, got ''"),
                refused(
                        "generate --rate ramp:0..20000",
                        RATE + "ramp: must be FROM..TO/LENGTH, for example 0..20000/10m, got '0..20000'"),
                refused("generate --rate ramp:5..1/0s", RATE + "ramp: LENGTH must be from 1ms to 30d, got 0s"),
                refused("generate --rate sine:900..100/1h", RATE + "sine: MAX must be greater than MIN (900), got 100"),
                refused(
                        "generate --rate burst:100,50/5s",
                        RATE + "burst: must be BASE,PEAK/LENGTH/EVERY, for example 1000,20000/10s/1m, got '100,50/5s'"),
                refused(
                        "generate --rate steps:",
                        RATE + "steps: step 1 must be a number of records per second, for example 5000 or 0.5, got ''"),
                refused("generate --rate fast", RATE + RATES + "'fast'"),
                refused(
                        "generate --rate 1e400",
                        RATE + "must be a number of records per second, for example 5000 or 0.5, got '1e400'"),
                refused("generate --shard 3/2", SHARD + "3/2"),
                refused("generate --shard 2/2", SHARD + "2/2"),
                refused("generate --shard -1/2", SHARD + "'-1/2'"),
                refused("generate --shard 1", SHARD + "'1'"),
                refused("generate --shard 0/0", SHARD + "0/0"),
                refused("generate --commit 0", COMMIT + "'0'"),
                refused("generate --commit -5", COMMIT + "'-5'"),
                refused("generate --commit day", COMMIT + "'day'"),
                refused("generate --commit 99999999999999999999", COMMIT + "'99999999999999999999'"),
                refused(
                        "generate --pool-difficulty 0",
                        "--pool-difficulty: must be from 0.000001 to 1000000000000000, got 0"),
                refused(
                        "generate --pool-difficulty -1",
                        "--pool-difficulty: must be from 0.000001 to 1000000000000000, got -1"),
                refused(
                        "generate --pool-difficulty NaN",
                        "Invalid value for option '--pool-difficulty': must be a number, got 'NaN'"),
                refused(
                        "generate --pool-difficulty Infinity",
                        "Invalid value for option '--pool-difficulty': must be a number, got 'Infinity'"),
                refused(
                        "generate --pool-difficulty hard",
                        "Invalid value for option '--pool-difficulty': must be a number, got 'hard'"),
                refused(
                        "generate --profile surreal",
                        "Invalid value for option '--profile': profile: must be one of reference, realistic, got "
                                + "'surreal'"),
                refused(
                        "generate --profile=",
                        "Invalid value for option '--profile': profile: must be one of reference, realistic, got ''"),
                refused("generate --threads 0", "--threads: must be from 1 to 256, got 0"),
                refused("live --threads -1", "--threads: must be from 1 to 256, got -1"),
                refused("generate --batch-size 0", "--batch-size: must be from 1 to 1000000, got 0"),
                refused("generate --batch-size -10", "--batch-size: must be from 1 to 1000000, got -10"),
                refused("generate --partitions 0", "--partitions: must be from 1 to 10000, got 0"),
                refused("generate --partitions -1", "--partitions: must be from 1 to 10000, got -1"),
                refused("generate --partitions many", "Invalid value for option '--partitions': " + INT + "'many'"),
                refused("generate --replication-factor 0", "--replication-factor: must be from 1 to 32767, got 0"),
                refused("generate --replication-factor -2", "--replication-factor: must be from 1 to 32767, got -2"),
                refused(
                        "generate --replication-factor 40000",
                        "Invalid value for option '--replication-factor': must be a whole number from -32768 to 32767, "
                                + "got '40000'"),
                refused("generate --miners 0", "--miners: must be from 1 to 50000000, got 0"),
                refused("generate --miners -5", "--miners: must be from 1 to 50000000, got -5"),
                refused(
                        "generate --miners 3 --mix active=-1,offline=101",
                        "Invalid value for option '--mix': mix: weight of active must be a number from 0 to 1000000000, got "
                                + "'-1'"),
                refused(
                        "generate --miners 3 --mix active",
                        "Invalid value for option '--mix': mix: must be status=weight, got 'active'"),
                refused(
                        "generate --miners 3 --mix active=NaN",
                        "Invalid value for option '--mix': mix: weight of active must be a number from 0 to 1000000000, got "
                                + "'NaN'"),
                refused(
                        "generate --miners 3 --mix active=50,active=50",
                        "Invalid value for option '--mix': mix: active is given twice"),
                refused(
                        "generate --miners 3 --mix =100",
                        "Invalid value for option '--mix': mix: status must be one of active, maintenance, offline, "
                                + "error, got ''"),
                refused("generate --miners 3 --null-baselines -0.1", "--null-baselines: must be from 0 to 1, got -0.1"),
                refused(
                        "generate --miners 3 --null-baselines NaN",
                        "Invalid value for option '--null-baselines': must be a number, got 'NaN'"),
                refused(
                        "generate --miners 3 --first-miner-id 0",
                        "--first-miner-id: must be from 1 to 2147483647, got 0"),
                refused(
                        "generate --miners 10 --first-miner-id 2147483640",
                        "first miner id: must be at most 2147483638 for 10 miners, got 2147483640"),
                refused(
                        "generate --topic-prefix a/b",
                        "topic prefix: must be at most 100 letters, digits, dots, underscores and hyphens, got 'a/b'"),
                refused(
                        "generate --output yaml",
                        "Invalid value for option '--output': expected one of [TEXT, JSON] (case-insensitive) but was "
                                + "'yaml'"),
                refused(
                        "generate --lang de",
                        "Invalid value for option '--lang': expected one of [EN, ZH] (case-insensitive) but was 'de'"),
                refused("generate --frobnicate", "Unknown option: '--frobnicate'"),
                refused("generate extra", "Unmatched argument at index 1: 'extra'"),
                refused(
                        "generate --command-property nonsense",
                        "Value for option option '--command-property' (KEY=VALUE) should be in KEY=VALUE format but was "
                                + "nonsense"),
                refused(
                        "generate --command-property acks=1",
                        PROPERTIES + "acks: cannot be set to '1': transactions need acks=all"),
                refused(
                        "generate --command-property enable.idempotence=false",
                        PROPERTIES
                                + "enable.idempotence: cannot be set to 'false': transactions need an idempotent producer"),
                refused(
                        "generate --command-property transactional.id=mine",
                        PROPERTIES
                                + "transactional.id: cannot be set to 'mine': it must be the same for every writer of a site, so "
                                + "that a second one fences the first"),
                refused(
                        "generate --command-property partitioner.class=x.Y",
                        PROPERTIES
                                + "partitioner.class: cannot be set to 'x.Y': watermarks count the records of each partition, so "
                                + "partitions are chosen by the hash of the miner id"),
                refused(
                        "generate --command-property key.serializer=x.Y",
                        PROPERTIES
                                + "key.serializer: cannot be set to 'x.Y': keys are encoded already: miner ids as 4 bytes "
                                + "big-endian, others as UTF-8"),
                refused(
                        "generate --command-property bootstrap.server=x:1",
                        PROPERTIES + "bootstrap.server: must be a setting that a client knows, is not; did you mean "
                                + "bootstrap.servers?"),
                refused(
                        "generate --command-property linger=5",
                        PROPERTIES + "linger: must be a setting that a client knows, is not; did you mean linger.ms?"),
                refused(
                        "generate --command-property acks=1 --command-property compresion.type=lz4",
                        PROPERTIES
                                + "compresion.type: must be a setting that a client knows, is not; did you mean compression.type?; "
                                + "acks: cannot be set to '1': transactions need acks=all"),
                refused(
                        "generate --command-config /nonexistent.properties",
                        "--command-config: must be a readable properties file, got /nonexistent.properties "
                                + "(java.nio.file.NoSuchFileException: /nonexistent.properties)"),
                refused(
                        "generate --command-config /tmp",
                        "--command-config: must be a readable properties file, got /tmp (java.io.IOException: "
                                // In the language of the machine.
                                + catchThrowable(() -> Files.readAllBytes(Path.of("/tmp")))
                                        .getMessage()
                                + ")"),
                refused(
                        "generate --database-url nonsense",
                        "--database-url: JDBC URL: must look like jdbc:postgresql://host:port/database, got 'nonsense'"),
                refused(
                        "generate --database-url jdbc:postgresql://db/mining --database-password-file /none",
                        "--database-password-file: must be a readable file, got /none"),
                refused("fleet init --sites 0", "--sites: must be from 1 to 100000, got 0"),
                refused("fleet init --site-id 0 --miners 3", "--site-id: must be from 1 to 2147483647, got 0"),
                refused("fleet publish --site-id 0 --miners 3", "--site-id: must be from 1 to 2147483647, got 0"),
                refused(
                        "fleet publish --valid-from noon",
                        "Invalid value for option '--valid-from': " + TIME + "'noon'"),
                refused("fleet publish --partitions 0 --miners 3", "--partitions: must be from 1 to 10000, got 0"),
                refused(
                        "fleet publish --partitions 0 --replication-factor 0 --miners 3",
                        "2 errors:",
                        "  --partitions: must be from 1 to 10000, got 0",
                        "  --replication-factor: must be from 1 to 32767, got 0"),
                refused("seed-strategies --site-id -1", "--site-id: must be from 1 to 2147483647, got -1"),
                refused(
                        "seed-strategies --replication-factor 0",
                        "--replication-factor: must be from 1 to 32767, got 0"),
                refused("strategies list --site-id 0", "--site-id: must be from 1 to 2147483647, got 0"),
                refused(
                        "strategies export --format xml",
                        "Invalid value for option '--format': expected one of [YAML, JSON] (case-insensitive) but was "
                                + "'xml'"),
                refused("runs show abc", "run id: must be 8 characters of 0-9 and a-z, got 'abc'"),
                refused("runs show", "Missing required parameter: 'RUN'"),
                refused("runs abort ABCDEFGH", "run id: must be 8 characters of 0-9 and a-z, got 'ABCDEFGH'"),
                refused(
                        "runs list --schema-registry-url http://localhost:1 --bootstrap-server http://db:9092",
                        "--bootstrap-server: must be HOST:PORT without a scheme, got 'http://db:9092'; write db:9092"),
                refused(
                        "runs list --schema-registry-url http://localhost:1 --bootstrap-server a:1,kafka://db",
                        "--bootstrap-server: must be HOST:PORT without a scheme, got 'kafka://db'; write db:9092"),
                refused(
                        "runs list --schema-registry-url http://localhost:1 --bootstrap-server db",
                        "--bootstrap-server: must be HOST:PORT, got 'db' without a port; write db:9092, if that is the "
                                + "port"),
                refused(
                        "verify --database-url postgresql://db:5432/mining",
                        "--database-url: JDBC URL: must look like jdbc:postgresql://host:port/database, got "
                                + "'postgresql://db:5432/mining', a URL of libpq and psql; write "
                                + "jdbc:postgresql://db:5432/mining"),
                refused("runs list --site-id 0", "--site-id: must be from 1 to 2147483647, got 0"),
                refused("verify --site-id 0", "--site-id: must be from 1 to 2147483647, got 0"),
                refused(
                        "verify --exact --run short",
                        "Invalid value for option '--run': run id: must be 8 characters of 0-9 and a-z, got 'short'"),
                refused("verify --topic", EXACT_ONLY),
                refused("verify --run aaaaaaaa", EXACT_ONLY),
                refused("verify --exact --offenders -1", "--offenders: must be from 0 to 10000, got -1"),
                refused(
                        "verify --exact --seed 1 --run aaaaaaaa",
                        "--seed: must not be combined with --run, which has a seed"),
                refused(
                        "verify --exact --seed 1 --topic",
                        "--seed: must not be combined with --topic, whose records belong to runs; give --run"),
                refused("validate --run aaaaaaaa", "--run, --site-id, --from, --to, --all: need --until-complete"),
                refused(
                        "validate --until-complete --site-id 5 --from 2026-11-01",
                        "--until-complete: needs --run, or else --site-id, --from and --to for readings that name no run"),
                refused(
                        "validate --until-complete --run aaaaaaaa --site-id 5",
                        "--run: must not be combined with --site-id, --from, --to; a run has its own site and range"),
                refused(
                        "validate --until-complete --site-id 5 --from 2026-11-02 --to 2026-11-01",
                        "--from: must be before --to (2026-11-01T00:00:00Z), got 2026-11-02T00:00:00Z"),
                refused("verify --exact --profile reference", "--profile: needs --seed; a run has its own profile"),
                refused(
                        "verify --exact --hours 3",
                        "--from, --to, --hours, --interval: need --seed; a run has its own range"),
                refused(
                        "replay --run aaaaaaaa --hours 3",
                        "--from, --to, --hours, --interval: must not be combined with --run, which has its own range"),
                refused("up --frob", "Unknown option: '--frob'"),
                refused("nonsense", "Unmatched argument at index 0: 'nonsense'"),
                refused(
                        "generate --hours many --shard 3/2 --rate 0",
                        "3 errors:",
                        "  Invalid value for option '--hours': " + INT + "'many'",
                        "  " + SHARD + "3/2",
                        "  " + RATE + "must be greater than 0, got 0"),
                refused(
                        "generate --hours many --batch-size x --frob",
                        "3 errors:",
                        "  Invalid value for option '--hours': " + INT + "'many'",
                        "  Invalid value for option '--batch-size': " + INT + "'x'",
                        "  Unknown option: '--frob'"),
                refused("runs show --site-id 3", "Unknown option: '--site-id'"),
                refused("fleet load", "--file, --fleet-url, --schedule: at least one must be given, got none"),
                refused("fleet load --file x.csv --fleet-url jdbc:x", "--file: must not be combined with --fleet-url"),
                refused(
                        "fleet load --fleet-user x --schedule x.csv",
                        "--fleet-user, --fleet-password-file: need --fleet-url"),
                refused("fleet load --site-id x", "Invalid value for option '--site-id': " + INT + "'x'"),
                refused(
                        "fleet init --site-id x --sites y",
                        "2 errors:",
                        "  Invalid value for option '--site-id': " + INT + "'x'",
                        "  Invalid value for option '--sites': " + INT + "'y'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badOptions")
    void shouldExplainWhatIsWrong(String command, List<String> messages) {
        assertThat(run(command.split(" ", -1))).isEqualTo(ExitCode.USAGE);

        List<String> lines = err.toString().lines().toList();
        assertThat(lines.subList(0, Math.min(messages.size(), lines.size()))).isEqualTo(messages);
        assertThat(lines.stream().skip(messages.size()))
                .allMatch(line -> line.matches("(Try|Possible solutions|Did you mean).*"));
        assertThat(out.toString()).isEmpty();
    }

    private void assertFileRefused(String content, String message) throws Exception {
        Path file = Files.writeString(folder.resolve("client.properties"), content);

        assertThat(run("generate", "--command-config", file.toString())).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString().strip())
                .isEqualTo("minerstream generate: " + message.replace("FILE", file.toString())
                        + "\nTry 'minerstream generate --help'.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldRefuseAMalformedPropertiesFile() throws Exception {
        assertFileRefused(
                "client.id=\\u12",
                "--command-config: must be a readable properties file, got FILE (java.lang.IllegalArgumentException: Malformed "
                        + "\\uxxxx encoding.)");
    }

    @Test
    void shouldRefuseEveryKeyOfAFileThatIsOursOrNobodys() throws Exception {
        assertFileRefused(
                "acks=0\nsecurity.protokol=SSL\nbasic.auth.user.info=me:sesame\nnonsense.of.ours=1\n",
                PROPERTIES
                        + "nonsense.of.ours: must be a setting that a client knows, is not; security.protokol: must be a setting "
                        + "that a client knows, is not; did you mean security.protocol?; acks: cannot be set to '0': "
                        + "transactions need acks=all");
    }

    @Test
    void shouldLeaveKeysOfPluginsAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("client.properties"), "interceptor.classes=a.B\na.b.setting=1\n");

        assertThat(run("generate", "--data-dir", folder.toString(), "--command-config", file.toString()))
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString()).startsWith("minerstream generate: Kafka: needs an address");
    }

    @Test
    void shouldHelpThoughAnOptionIsWrong() {
        assertThat(run("generate", "--hours", "many", "--help")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldRefuseARangeThatHasNotBegun() {
        assertThat(run("generate", "--from", "2999-01-01")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines().findFirst().orElseThrow())
                .matches("minerstream generate: --from: must be before now \\(.*\\), got 2999-01-01T00:00:00Z");
    }

    @Test
    void shouldRefuseHoursThatReachBackBeforeAllTimes() {
        assertThat(run("generate", "--hours", "876000")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("minerstream generate: --hours: the range must be from 1970-01-01T00:00:00Z to "
                        + "9999-12-31T23:59:59.999Z, got 19");
    }

    @Test
    void shouldRefuseARangeThatEndsAfterAllTimes() {
        assertThat(run("generate", "--from", "9999-12-31T23:00:00Z", "--hours", "1"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines().findFirst())
                .hasValue(
                        "minerstream generate: --hours: the range must be from 1970-01-01T00:00:00Z to "
                                + "9999-12-31T23:59:59.999Z, got 9999-12-31T23:00:00Z to +10000-01-01T00:00:00Z; both ends count");
    }

    @Test
    void shouldReadAPropertiesFileAsIfItsByteOrderMarkWereNotThere() throws Exception {
        assertFileRefused("\ufeffacks=0\n", PROPERTIES + "acks: cannot be set to '0': transactions need acks=all");
    }

    @Test
    void shouldRefuseAPropertiesFileWithHalfASurrogatePair() throws Exception {
        assertFileRefused(
                "client.id=\\ud800\n",
                "--command-config: must not have half a surrogate pair, which UTF-8 has not, got one in a setting of FILE");
    }

    @Test
    void shouldNameADataDirectoryThatCannotBe() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(run("up", "--data-dir", file.toString())).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(err.toString()).startsWith("minerstream up: data directory " + file + ": must be a directory");
        assertThat(Files.size(file)).isZero();
    }

    private static Arguments refused(String command, String... messages) {
        List<String> words = List.of(command.split(" "));
        boolean nested = List.of("fleet", "runs", "strategies").contains(words.get(0));
        String name = command.equals("nonsense") ? "" : " " + String.join(" ", words.subList(0, nested ? 2 : 1));
        List<String> lines = Stream.concat(
                        Stream.of("minerstream" + name + ": " + messages[0]),
                        Stream.of(messages).skip(1))
                .toList();
        return arguments(command, lines);
    }
}
