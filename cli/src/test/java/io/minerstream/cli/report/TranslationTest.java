package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures in Chinese. */
class TranslationTest {

    private static final Translation CHINESE = Translation.chinese();

    /** Three English words in a row that are no names, values or commands. */
    private static final Pattern ENGLISH = Pattern.compile("(?<![-\\w.'/])[a-z]{2,} [a-z]{2,} [a-z]{2,}(?![\\w.'/])");

    /** Commands and values that a message quotes. */
    private static final Pattern QUOTED = Pattern.compile("`[^`]*`|'[^']*'|“[^”]*”");

    /** Beginnings of what picocli, or a command, puts together of pieces. */
    private static final List<String> PIECES = List.of(
            "Unknown option",
            "Unmatched argument",
            "Missing required parameter",
            "Expected parameter for option",
            "Value for option",
            "Invalid value for",
            "expected one of",
            "must be at least one, got none for");

    private static final int UTF_8 = 1;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--hours: must be at least 1, got 0 | --hours：至少应为 1，实际为 0",
                "Invalid value for option '--shard': shard: must be i/n with 0 <= i < n and n from 1 to 10000, for"
                        + " example 0/2 and 1/2, got 3/2 | 选项 '--shard' 的值无效：分片：应为 i/n，其中 0 <= i < n 且 n 为 1 到 10000，例如"
                        + " 0/2 和 1/2，实际为 3/2",
                "--partitions: must be from 1 to 10000, got 0; --replication-factor: must be from 1 to 32767, or -1"
                        + " for the broker's default, got 0 | --partitions：应在 1 到 10000 之间，实际为 0；--replication-factor：应在 1"
                        + " 到 32767 之间，或为表示代理默认值的 -1，实际为 0",
                "--faults: must have at least 3 active miners, got 2; use more --miners | --faults：至少应有 3 台 active"
                        + " 矿机，实际为 2；请增大 --miners",
                "--faults: must have at least 4 time points in the last window of the run, got 3; use a longer range"
                        + " | --faults：运行的最后一个窗口至少应有 4 个时间点，实际为 3；请使用更长的时间范围",
                "Kafka at 127.0.0.1:1: must answer, but nothing listens there (Connection refused); check that the"
                        + " broker runs and that --bootstrap-server is right | 位于 127.0.0.1:1 的"
                        + " Kafka：应有应答，但该地址无人监听（Connection refused）；请检查代理是否运行，以及 --bootstrap-server 是否正确",
                "--connect-url: Kafka Connect at http://c:1: a worker must answer there, got no connection while"
                        + " reading its version; start it or correct connect.url | --connect-url：位于 http://c:1 的 Kafka"
                        + " Connect：该地址应有 worker 应答，读取其版本时得到没有连接；请启动它，或更正 connect.url",
                "fleet file a.csv: must be a readable file, got java.nio.file.NoSuchFileException: a.csv; nothing was"
                        + " loaded | 矿机文件 a.csv：应为可读的文件，实际为 java.nio.file.NoSuchFileException: a.csv；未载入任何数据",
                "No miners found for site_id=7 | 站点 site_id=7 没有矿机",
                "FATAL: something of PostgreSQL | FATAL: something of PostgreSQL",
            })
    void shouldTranslateWhatMinerStreamSaysAndKeepWhatItQuotes(String english, String chinese) {
        assertThat(CHINESE.of(english)).isEqualTo(chinese);
    }

    @Test
    void shouldTranslateEachLine() {
        assertThat(CHINESE.of("2 findings, nothing was written:\n"
                        + "  topic a: does not exist; create the topics first\n"
                        + "  other"))
                .isEqualTo("2 个问题，未写入任何数据：\n  主题 a：不存在；请先创建主题\n  other");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "io.minerstream.cli.BadInputTest#badOptions",
        "io.minerstream.cli.loadtest.LoadTestInputTest#badOptions"
    })
    void shouldTranslateAllThatOptionsCanDoWrong(String command, List<String> messages) {
        String message = String.join("\n", messages).replaceFirst("^minerstream[a-z -]*: ", "");

        String translated = CHINESE.of(message);

        assertThat(translated.lines()).allSatisfy(line -> {
            assertThat(line).matches(".*\\p{IsHan}.*");
            assertThat(QUOTED.matcher(line).replaceAll("")).doesNotContainPattern(ENGLISH);
        });
    }

    @Test
    void shouldKnowOnlyFormsThatTheCodeSays() throws IOException {
        String said = String.join("\n", constants());

        List<String> unsaid = CHINESE.forms.stream()
                .map(Translation.Form::english)
                .filter(form -> PIECES.stream().noneMatch(form::startsWith))
                .filter(form -> !Stream.of(form.split("\\{\\d}|; |: "))
                        .map(part -> part.strip().replaceAll("^[,:'(\\])]+|[,:'(\\[]+$", ""))
                        .allMatch(said::contains))
                .toList();

        assertThat(unsaid).isEmpty();
    }

    @Test
    void shouldSayFailuresInEnglishUnlessChineseIsAsked() {
        assertThat(new Messages(Locale.ENGLISH).failure("--hours: must be at least 1, got 0"))
                .isEqualTo("--hours: must be at least 1, got 0");
        assertThat(new Messages(Locale.SIMPLIFIED_CHINESE).failure("--hours: must be at least 1, got 0"))
                .isEqualTo("--hours：至少应为 1，实际为 0");
    }

    /** All texts of the classes of MinerStream and of the command line parser, those that concatenations begin with among them. */
    private static List<String> constants() throws IOException {
        List<String> constants = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.minerstream", "picocli")) {
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                    type.getSource().orElseThrow().getUri().toURL().openStream()))) {
                addConstants(in, constants);
            }
        }
        return constants;
    }

    /** The constant pool of a class file, JVMS 4.4. */
    private static void addConstants(DataInputStream in, List<String> constants) throws IOException {
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF_8 -> constants.add(in.readUTF());
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 15 -> in.skipNBytes(3);
                default -> in.skipNBytes(2);
            }
        }
    }
}
