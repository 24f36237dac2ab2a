package io.minerstream.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.stack.data.DataLayout;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

    private final DataLayout layout = new DataLayout(Path.of("/data/my stack"));

    @Test
    void shouldRunMainClassBehindTheWatch() {
        List<String> command = JavaCommand.of(
                        layout, "/lib/a b.jar", List.of("-Xmx96m"), "org.Main", List.of("/data/x y"))
                .command();

        assertThat(command)
                .contains("-Djava.io.tmpdir=/data/my stack/tmp", "-XX:ErrorFile=/data/my stack/logs/hs_err_%p.log")
                .endsWith("-Xmx96m", "-cp", "/lib/a b.jar", ParentWatch.class.getName(), "org.Main", "/data/x y");
    }

    @Test
    void shouldTakeFurtherOptionsOfWhichItsOwnWin() {
        System.setProperty(JavaCommand.OPTIONS_PROPERTY, " -XX:TieredStopAtLevel=1  -Xmx1g ");
        try {
            List<String> command = JavaCommand.of(layout, "a.jar", List.of("-Xmx96m"), "org.Main", List.of())
                    .command();

            assertThat(command)
                    .containsSubsequence(
                            "-XX:Tier4InvocationThreshold=50000",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx1g",
                            "-Xmx96m",
                            "-cp");
            assertThat(command).doesNotContain("");
        } finally {
            System.clearProperty(JavaCommand.OPTIONS_PROPERTY);
        }
    }

    @Test
    void shouldStartFromTheArchiveOfThisJvmOnOurClassPathAlone() {
        System.setProperty(ClassDataArchive.USED_PROPERTY, "/cache/a b.jsa");
        try {
            assertThat(JavaCommand.onOurClassPath(layout, List.of(), "org.Main", List.of())
                            .command())
                    .contains("-XX:SharedArchiveFile=/cache/a b.jsa");
            assertThat(JavaCommand.of(layout, "a.jar", List.of(), "org.Main", List.of())
                            .command())
                    .doesNotContain("-XX:SharedArchiveFile=/cache/a b.jsa");
        } finally {
            System.clearProperty(ClassDataArchive.USED_PROPERTY);
        }
        assertThat(JavaCommand.onOurClassPath(layout, List.of(), "org.Main", List.of())
                        .command())
                .noneMatch(option -> option.startsWith("-XX:SharedArchiveFile"));
    }

    @Test
    void shouldRunInDataDirectoryWithoutTheUsersSettings() {
        ProcessBuilder process = JavaCommand.of(layout, "a.jar", List.of(), "org.Main", List.of());

        assertThat(process.directory()).isEqualTo(new File("/data/my stack"));
        assertThat(process.environment().keySet())
                .contains("PATH")
                .isSubsetOf("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "LD_LIBRARY_PATH", "LC_ALL", "TZ");
    }

    @Test
    void shouldRunInOneLanguageZoneAndCharsetWhateverIsInherited() {
        ProcessBuilder process = JavaCommand.of(layout, "a.jar", List.of(), "org.Main", List.of());

        assertThat(process.command())
                .contains("-Duser.language=en", "-Duser.country=", "-Duser.timezone=UTC", "-Dfile.encoding=UTF-8");
        assertThat(process.environment()).containsEntry("LC_ALL", "C.UTF-8").containsEntry("TZ", "UTC");
    }

    @Test
    void shouldAllowNativeLibrariesWhichNewerVersionsWarnOf() {
        List<String> command = JavaCommand.of(layout, "a.jar", List.of(), "org.Main", List.of())
                .command();

        assertThat(command).contains("--enable-native-access=ALL-UNNAMED");
        // Java 17 does not know it, and would not start.
        assertThat(command.contains("--sun-misc-unsafe-memory-access=allow"))
                .isEqualTo(Runtime.version().feature() >= 23);
    }

    @Test
    void shouldMakeClassPathIndependentOfTheWorkingDirectory() {
        String here = Path.of("").toAbsolutePath().toString();

        assertThat(JavaCommand.absolute("target/classes" + File.pathSeparator + "/lib/*"))
                .isEqualTo(here + "/target/classes" + File.pathSeparator + "/lib/*");
    }
}
