package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a command in a process of its own and kills it (-9) in the middle of a transaction. */
final class KilledCli {

    private KilledCli() {}

    /**
     * Kills the command when the brokers have acknowledged so many records, and have not been sent another.
     *
     * @param folder for the process's messages and temporary files
     * @return false when it ended by itself before, successfully
     */
    static boolean run(List<String> arguments, int acknowledged, Path folder) throws IOException, InterruptedException {
        List<String> command = Cli.java(folder, "-XX:TieredStopAtLevel=1");
        command.addAll(arguments);
        command.addAll(List.of(
                "--command-property",
                "interceptor.classes=" + FreezeAfterAcknowledgements.class.getName(),
                "--command-property",
                FreezeAfterAcknowledgements.SETTING + "=" + acknowledged));
        Path err = Files.createTempFile(folder, "killed", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // Others are the result of the command, or of a part of it.
                if (FreezeAfterAcknowledgements.FROZEN.equals(line)) {
                    return true;
                }
            }
            assertThat(process.waitFor()).as(() -> read(err)).isZero();
            return false;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return file + " cannot be read: " + e;
        }
    }
}
