package io.minerstream.cli.loadtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.Percent;
import io.minerstream.cli.report.LoadComparison;
import io.minerstream.cli.report.LoadComparisonText;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.pipeline.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares the results of two load tests. */
@Command(name = "compare")
public final class LoadTestCompareCommand implements Callable<Integer> {

    private static final String RESULT = "a result of `minerstream load-test --output json`";

    @Parameters(index = "0", paramLabel = "BASE")
    private Path base;

    @Parameters(index = "1", paramLabel = "NEW")
    private Path current;

    @Option(names = "--max-regression", paramLabel = "PERCENT", order = HelpGroups.LOAD, defaultValue = "10%")
    private Percent maxRegression;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        JsonNode before = read(base);
        JsonNode now = read(current);
        List<String> obstacles = LoadComparison.obstacles(before, now);
        if (!obstacles.isEmpty()) {
            throw PipelineException.usage(String.join("; ", obstacles));
        }
        LoadComparison comparison = LoadComparison.of(before, now, maxRegression.value());
        output.print(comparison, messages -> new LoadComparisonText(messages).lines(comparison));
        return comparison.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static JsonNode read(Path file) {
        try {
            JsonNode document = new ObjectMapper().readTree(Files.readString(file));
            if (LoadComparison.isResult(document)) {
                return document;
            }
            throw PipelineException.usage(file + ": must be " + RESULT + ", got another document");
        } catch (JsonProcessingException e) {
            throw PipelineException.usage(file + ": must be " + RESULT + ", got something that is not JSON", e);
        } catch (IOException e) {
            throw PipelineException.usage(file + ": must be a readable file, got " + e, e);
        }
    }
}
