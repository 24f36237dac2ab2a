package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class DemoCommandIT {

    @TempDir
    private Path folder;

    /**
     * A tenth of the reference job, which CI runs as a demo of its own, where everything that must not matter is unusual: in
     * Turkish Kafka's broker does not start, Egypt writes other digits, and PostgreSQL does not know the zone PST.
     */
    @Test
    void shouldTakeADayThroughTheWholeChainWhateverTheMachine() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        // With a blank at least; a test JVM without a charset cannot name the other letters.
        String name = Charset.forName(System.getProperty("sun.jnu.encoding"))
                        .newEncoder()
                        .canEncode('\u00fc')
                ? "B\u00fcro 1"
                : "my 1";
        Path temporary = Files.createDirectory(folder.resolve(name));
        List<String> options = new ArrayList<>(List.of(
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.language.format=ar",
                "-Duser.country.format=EG",
                "-Duser.timezone=PST",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        options.addAll(JavaProgram.stackOptions());

        Cli demo = Cli.runInJvm(
                options,
                Map.of("LC_NUMERIC", "tr_TR.UTF-8", "TZ", "PST", "HOME", folder.toString()),
                temporary,
                List.of("demo", "--miners", "600", "--output", "json"));

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        JsonNode result = demo.json();
        assertThat(result.get("success").booleanValue()).isTrue();
        assertThat(result.get("miners").intValue()).isEqualTo(600);
        assertThat(result.get("hours").intValue()).isEqualTo(24);
        assertThat(result.get("recordsGenerated").longValue()).isEqualTo(14_400);
        assertThat(result.get("rowsInWarehouse").longValue()).isEqualTo(14_400);
        assertThat(result.at("/statusDistribution/active").intValue()).isEqualTo(540);
        assertThat(result.at("/statusDistribution/maintenance").intValue()).isEqualTo(36);
        assertThat(result.at("/statusDistribution/offline").intValue()).isEqualTo(24);
        assertThat(result.at("/checks/passed").booleanValue()).isTrue();
        assertThat(result.at("/verdict/passed").booleanValue()).isTrue();
        assertThat(result.at("/verdict/receivedRecords").longValue()).isEqualTo(14_400);
        assertThat(result.at("/verdict/alerts").longValue()).isZero();
    }
}
