package io.minerstream.cli.verify;

import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.RangeOptions;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.verify.ExactVerification;
import io.minerstream.pipeline.verify.RunLookup;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.run.RunId;
import java.time.Clock;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which run is compared with what. */
final class ExactOptions {

    /** Id of a described run, which is never written. */
    private static final RunId DESCRIBED = new RunId("00000000");

    @Option(names = "--exact", order = HelpGroups.COMPARISON)
    private boolean exact;

    @Option(names = "--topic", order = HelpGroups.COMPARISON)
    private boolean topic;

    @Option(names = "--run", paramLabel = "ID", order = HelpGroups.COMPARISON)
    private RunId run;

    @Option(names = "--seed", paramLabel = "N", order = HelpGroups.COMPARISON)
    private Long seed;

    @Option(names = "--profile", paramLabel = "NAME", order = HelpGroups.COMPARISON)
    private SignalProfile profile;

    @Option(names = "--offenders", paramLabel = "N", order = HelpGroups.COMPARISON)
    private Integer offenders;

    boolean isExact() {
        return exact;
    }

    boolean isTopic() {
        return topic;
    }

    /** Most offenders to list. */
    int offenders() {
        return offenders == null ? ExactVerification.DEFAULT_OFFENDERS : offenders;
    }

    /**
     * Refuses options that would otherwise be ignored.
     *
     * @throws PipelineException naming them
     */
    void requireConsistent(RangeOptions range) {
        if (!exact && (topic || Stream.of(run, seed, profile, offenders).anyMatch(Objects::nonNull))) {
            throw PipelineException.usage("--topic, --run, --seed, --profile, --offenders: need --exact");
        }
        if (offenders != null && offenders < 0) {
            throw PipelineException.usage("--offenders: must be at least 0, got " + offenders);
        }
        if (seed != null && run != null) {
            throw PipelineException.usage("--seed: must not be combined with --run, which has a seed");
        }
        if (seed != null && topic) {
            throw PipelineException.usage(
                    "--seed: must not be combined with --topic, whose records belong to runs; give --run");
        }
        if (profile != null && seed == null) {
            throw PipelineException.usage("--profile: needs --seed; a run has its own profile");
        }
        if (exact && seed == null && (range.isGiven() || range.interval().isPresent())) {
            throw PipelineException.usage("--from, --to, --hours, --interval: need --seed; a run has its own range");
        }
    }

    /** The run of the options. */
    RunToVerify find(Connections connections, int siteId, RangeOptions range, Clock clock) {
        RunLookup lookup = new RunLookup(connections);
        if (seed == null) {
            return run == null ? lookup.latestOf(siteId) : lookup.byId(run);
        }
        try {
            return lookup.described(new RunSpec(
                    DESCRIBED,
                    siteId,
                    range.resolve(clock),
                    seed,
                    profile == null ? SignalProfile.named(SignalProfile.DEFAULT_WORD) : profile,
                    RunSpec.DEFAULT_BATCH_SIZE,
                    false));
        } catch (IllegalArgumentException e) {
            throw PipelineException.usage(e.getMessage(), e);
        }
    }
}
