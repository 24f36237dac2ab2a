package io.minerstream.cli.validate;

import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.Within;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.schemas.bound.Bound;
import io.minerstream.schemas.run.Interval;
import io.minerstream.validator.policy.Policies;
import io.minerstream.validator.topology.EventTimeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How readings of other producers are found and judged. */
final class ForeignReadingsOptions {

    @Option(names = "--telemetry-topic", paramLabel = "TOPIC", order = HelpGroups.FOREIGN_READINGS)
    private String topic;

    @Option(names = "--repartition", order = HelpGroups.FOREIGN_READINGS)
    private boolean repartition;

    @Option(names = "--cadence", paramLabel = "LENGTH", order = HelpGroups.FOREIGN_READINGS)
    @Within(Bound.INTERVAL)
    private Interval cadence;

    @Option(names = "--site-cadence", paramLabel = "SITE=LENGTH", order = HelpGroups.FOREIGN_READINGS)
    private Map<Integer, Interval> cadenceBySite = new TreeMap<>();

    @Option(names = "--window-offset", paramLabel = "LENGTH", order = HelpGroups.FOREIGN_READINGS, defaultValue = "0h")
    @Within(Bound.WINDOW_OFFSET)
    private Duration windowOffset;

    @Option(names = "--event-grace", paramLabel = "LENGTH", order = HelpGroups.FOREIGN_READINGS, defaultValue = "1h")
    @Within(Bound.EVENT_GRACE)
    private Duration grace;

    @Option(names = "--idle", paramLabel = "LENGTH", order = HelpGroups.FOREIGN_READINGS, defaultValue = "10s")
    @Within(Bound.IDLE)
    private Duration idle;

    @Option(names = "--max-skew", paramLabel = "LENGTH", order = HelpGroups.FOREIGN_READINGS, defaultValue = "5m")
    @Within(Bound.SKEW)
    private Duration maxSkew;

    Duration windowOffset() {
        return windowOffset;
    }

    ValidatorSettings settings(Path stateDirectory, int threads, Duration gracePeriod, Policies policies) {
        EventTimeSettings eventTime = new EventTimeSettings(windowOffset, cadence, cadenceBySite, grace, idle, maxSkew);
        return new ValidatorSettings(stateDirectory, threads, gracePeriod, eventTime, policies, topic, repartition);
    }
}
