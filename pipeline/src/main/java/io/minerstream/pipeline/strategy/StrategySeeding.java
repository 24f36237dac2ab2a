package io.minerstream.pipeline.strategy;

import io.minerstream.connect.rest.ConnectClient;
import io.minerstream.connect.sink.Sink;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.setup.Preparation;
import io.minerstream.pipeline.setup.TopicSettings;
import io.minerstream.producer.kafka.PreflightException;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.strategy.SeedResult;
import io.minerstream.producer.strategy.StrategyReport;
import io.minerstream.producer.strategy.StrategySeeder;
import io.minerstream.producer.strategy.StrategySet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Writes curtailment strategies to their topic, and follows them into the warehouse. Thread-safe. */
public final class StrategySeeding {

    private final Connections connections;
    private final StrategySeeder seeder;

    public StrategySeeding(Connections connections) {
        this.connections = connections;
        this.seeder = new StrategySeeder(connections.kafkaProperties(), connections.topics());
    }

    /**
     * Creates the topic when it is missing, seeds sets, see {@link StrategySeeder#seed(StrategySet, boolean)}, and checks each as
     * {@link #check} does.
     *
     * @param sets one for a site
     * @param force whether to replace existing strategies
     * @param newTopic of the topic when it is created
     * @return in the order of the sets
     * @throws PreflightException with all blocking problems at once; nothing was written
     * @throws PublishException when a set was not committed
     */
    public List<StrategyOutcome> seed(Collection<StrategySet> sets, boolean force, TopicSettings newTopic) {
        connections.requireSink();
        Preparation.ofStrategies(connections, newTopic).prepare(() -> sets.stream()
                .flatMap(set -> seeder.findings(set.siteId()).stream())
                .toList());
        return sets.stream()
                .map(set -> check(set.siteId(), Optional.of(seed(set, force))))
                .toList();
    }

    /** Seeds one set, see {@link StrategySeeder#seed(StrategySet, boolean)}. The topic must exist. */
    public SeedResult seed(StrategySet set, boolean force) {
        return seeder.seed(set, force);
    }

    /**
     * Checks the strategies of a site in the topic, and waits until the table equals them where a sink fills one. Writes nothing.
     *
     * @param seeded result of the seeding before; empty for none
     */
    public StrategyOutcome check(int siteId, Optional<SeedResult> seeded) {
        StrategyReport report = seeder.verify(siteId);
        return new StrategyOutcome(seeded, report, landing(report));
    }

    private StrategyLanding landing(StrategyReport report) {
        if (!connections.hasSink()) {
            return StrategyLanding.notCompared(StrategyLanding.State.NO_WAREHOUSE);
        }
        ConnectClient connect = connections.connect();
        if (connect.status(Sink.STRATEGIES.connectorName()).isEmpty()) {
            return StrategyLanding.notCompared(StrategyLanding.State.NOT_DEPLOYED);
        }
        return connections.withWarehouse(
                database -> new StrategyWait(database, connect).await(report.siteId(), report.strategies()));
    }
}
