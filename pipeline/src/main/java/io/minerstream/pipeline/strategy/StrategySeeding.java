package io.minerstream.pipeline.strategy;

import io.minerstream.connect.sink.SinkDeployment;
import io.minerstream.connect.sink.StrategySink;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.producer.strategy.SeedResult;
import io.minerstream.producer.strategy.StrategyReport;
import io.minerstream.producer.strategy.StrategySeeder;
import io.minerstream.producer.strategy.StrategySet;
import java.util.List;
import java.util.Optional;

/** Takes curtailment strategies to their topic, and follows them into the warehouse. */
public final class StrategySeeding {

    private final Connections connections;
    private final StrategySeeder seeder;

    public StrategySeeding(Connections connections) {
        this.connections = connections;
        this.seeder = new StrategySeeder(connections.kafkaProperties(), connections.topics());
    }

    /** What stands against seeding a site, see {@link StrategySeeder#findings}. */
    public List<String> findings(int siteId) {
        return seeder.findings(siteId);
    }

    /** Seeds a set, see {@link StrategySeeder#seed(StrategySet, boolean)}. The topic must be there. */
    public SeedResult seed(StrategySet set, boolean force) {
        return seeder.seed(set, force);
    }

    /**
     * Checks what the topic says of a site; where the sink fills a table, waits until that says the same. Writes nothing.
     *
     * @param seeded what was just written; empty for nothing
     */
    public StrategyOutcome check(int siteId, Optional<SeedResult> seeded) {
        StrategyReport report = seeder.verify(siteId);
        return new StrategyOutcome(seeded, report, landing(report));
    }

    private StrategyLanding landing(StrategyReport report) {
        if (!connections.hasWarehouse() || !connections.hasConnect()) {
            return new StrategyLanding.NoWarehouse();
        }
        SinkDeployment sink = new SinkDeployment(connections.connect());
        if (sink.status(StrategySink.NAME).isEmpty()) {
            return new StrategyLanding.NotDeployed();
        }
        return connections.withWarehouse(
                database -> new StrategyWait(database, sink).await(report.siteId(), report.strategies()));
    }
}
