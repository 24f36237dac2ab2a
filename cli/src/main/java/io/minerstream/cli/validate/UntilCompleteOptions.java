package io.minerstream.cli.validate;

import io.minerstream.avro.RunState;
import io.minerstream.avro.SimulationRun;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.option.Within;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.producer.record.RunHistoryReader;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.validator.JudgedWindows;
import io.minerstream.validator.rule.EventWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose verdicts end the command. */
final class UntilCompleteOptions {

    @Option(names = "--until-complete", order = HelpGroups.VALIDATOR)
    private boolean untilComplete;

    @Option(names = "--run", paramLabel = "ID", order = HelpGroups.VALIDATOR)
    private RunId run;

    @Option(names = "--from", paramLabel = "TIME", order = HelpGroups.VALIDATOR)
    @Within(Bound.TIME)
    private Instant from;

    @Option(names = "--to", paramLabel = "TIME", order = HelpGroups.VALIDATOR)
    @Within(Bound.TIME)
    private Instant to;

    @Option(names = "--all", order = HelpGroups.VALIDATOR)
    private boolean all;

    @Mixin
    private SiteOption site;

    boolean given() {
        return untilComplete;
    }

    boolean all() {
        return all;
    }

    /** Refuses options that would otherwise be ignored, and those that do not say enough. */
    void requireConsistent() {
        Integer siteId = site.given().orElse(null);
        if (!untilComplete) {
            if (all || Stream.of(run, siteId, from, to).anyMatch(Objects::nonNull)) {
                throw PipelineException.usage("--run, --site-id, --from, --to, --all: need --until-complete");
            }
        } else if (run == null) {
            requireRange(siteId);
        } else if (Stream.of(siteId, from, to).anyMatch(Objects::nonNull)) {
            throw PipelineException.usage(
                    "--run: must not be combined with --site-id, --from, --to; a run has its own site and range");
        }
    }

    private void requireRange(Integer siteId) {
        if (Stream.of(siteId, from, to).anyMatch(Objects::isNull)) {
            throw PipelineException.usage(
                    "--until-complete: needs --run, or else --site-id, --from and --to for readings that name no run");
        }
        if (!from.isBefore(to)) {
            throw PipelineException.usage("--from: must be before --to (%s), got %s".formatted(to, from));
        }
    }

    /**
     * The windows to wait for.
     *
     * @param offset how long after midnight UTC the windows of event time begin
     * @throws PipelineException when the run is not known, or will never end
     */
    JudgedWindows windows(Connections connections, Duration offset) {
        if (run == null) {
            return JudgedWindows.ofEventTime(site.orDefault(), from, to, new EventWindows(Validators.WINDOW, offset));
        }
        SimulationRun manifest = RunHistoryReader.readToEnd(connections.kafkaProperties(), connections.topics())
                .find(run)
                .orElseThrow(() -> PipelineException.failed(
                        "--run: must be a known run, got %s; `minerstream runs list` lists all runs".formatted(run)));
        if (manifest.getState() == RunState.ABORTED) {
            throw PipelineException.failed(
                    "--run: must not be aborted, got run %s, whose last window gets no verdict".formatted(run));
        }
        TimeRange range = RunHistory.range(manifest);
        return JudgedWindows.ofRun(run, manifest.getSiteId(), range, Validators.windowsOf(range));
    }
}
