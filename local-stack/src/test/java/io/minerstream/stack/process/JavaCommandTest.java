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

            assertThat(command).containsSubsequence("-XX:TieredStopAtLevel=1", "-Xmx1g", "-Xmx96m", "-cp");
            assertThat(command).doesNotContain("");
        } finally {
            System.clearProperty(JavaCommand.OPTIONS_PROPERTY);
        }
    }

    @Test
    void shouldRunInDataDirectoryWithoutTheUsersSettings() {
        ProcessBuilder process = JavaCommand.of(layout, "a.jar", List.of(), "org.Main", List.of());

        assertThat(process.directory()).isEqualTo(new File("/data/my stack"));
        assertThat(process.environment().keySet())
                .contains("PATH")
                .allMatch(name -> name.startsWith("LC_")
                        || List.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TMPDIR", "LD_LIBRARY_PATH")
                                .contains(name));
    }

    @Test
    void shouldMakeClassPathIndependentOfTheWorkingDirectory() {
        String here = Path.of("").toAbsolutePath().toString();

        assertThat(JavaCommand.absolute("target/classes" + File.pathSeparator + "/lib/*"))
                .isEqualTo(here + "/target/classes" + File.pathSeparator + "/lib/*");
    }
}
