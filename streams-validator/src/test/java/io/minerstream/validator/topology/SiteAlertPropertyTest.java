package io.minerstream.validator.topology;

import static io.minerstream.validator.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.validator.alert.AlertChange;
import io.minerstream.validator.policy.GroupPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Whatever the alerts of a site's miners do, and whenever the judge of the sites restarts. */
class SiteAlertPropertyTest {

    private static final int MINERS = 40;

    /** A miner that changes its state, or beyond them: time passes. */
    private static final int TIME_PASSES = 50;

    private static final String SITE = "range/hashrate/site/5";

    @Property(tries = 100)
    void shouldTellEachStateOnceAndForgetNothing(
            @ForAll @Size(max = 400) List<@IntRange(min = 1, max = TIME_PASSES) Integer> steps,
            @ForAll @IntRange(min = 0, max = 400) int restartAfter)
            throws IOException {
        Set<Integer> firing = new TreeSet<>();
        List<Record<String, SpecificRecord>> records = records(steps, restartAfter, firing);

        assertThat(texts(records)).isEqualTo(texts(records(steps, Integer.MAX_VALUE, new TreeSet<>())));
        Map<String, AlertState> states = new HashMap<>();
        for (Record<String, SpecificRecord> record : records) {
            AlertState next = alert(record).getState();
            assertThat(next).isNotEqualTo(states.put(record.key(), next));
        }
        boolean siteFires = states.get(SITE) == AlertState.FIRING;
        // 9 are more than a fifth, but a site alert stands for 10 at least; 4 are fewer than half of that.
        if (firing.size() < 5) {
            assertThat(siteFires).isFalse();
        }
        if (firing.size() >= 10) {
            assertThat(siteFires).isTrue();
        }
        for (int miner = 1; miner <= MINERS; miner++) {
            boolean published = states.get("range/hashrate/miner/" + miner) == AlertState.FIRING;
            assertThat(published).isIn(firing.contains(miner), firing.contains(miner) && !siteFires);
        }
    }

    private static List<Record<String, SpecificRecord>> records(
            List<Integer> steps, int restartAfter, Set<Integer> firing) throws IOException {
        Path stateDir = Files.createTempDirectory("site-alerts");
        List<Record<String, SpecificRecord>> records = new ArrayList<>();
        try (ProcessorBench bench = ProcessorBench.ofSites(stateDir.toFile())) {
            MockProcessorContext<String, SpecificRecord> context = bench.context();
            SiteProcessor sites = start(context);
            send(sites, new Finding.Counted(5, 0, MINERS));
            for (int i = 0; i < steps.size(); i++) {
                if (i == restartAfter) {
                    records.addAll(ProcessorBench.drain(context));
                    long now = context.currentSystemTimeMs();
                    context = bench.context();
                    context.setCurrentSystemTimeMs(now);
                    sites = start(context);
                }
                if (steps.get(i) > MINERS) {
                    pass(context, 1);
                } else {
                    send(sites, flipped(steps.get(i), firing));
                }
            }
            pass(context, 1);
            // Few are left for as long as verdicts are waited for.
            pass(context, 121);
            pass(context, 121);
            records.addAll(ProcessorBench.drain(context));
            return records;
        } finally {
            Utils.delete(stateDir.toFile());
        }
    }

    private static SiteProcessor start(MockProcessorContext<String, SpecificRecord> context) {
        SiteProcessor sites = new SiteProcessor(ValidatorHarness.RETENTION, GroupPolicy.DEFAULT, StateBounds.DEFAULT);
        sites.init(context);
        return sites;
    }

    private static Finding flipped(int miner, Set<Integer> firing) {
        boolean fires = firing.add(miner);
        if (!fires) {
            firing.remove(miner);
        }
        TelemetryAlert alert = fires
                ? anAlert().miner(miner).build()
                : anAlert()
                        .miner(miner)
                        .resolvedAt(Instant.parse("2026-11-22T09:00:00Z"))
                        .build();
        return new Finding.Changed(new AlertChange("range/hashrate", 5, miner, "", alert));
    }

    private static void send(SiteProcessor sites, Finding finding) {
        sites.process(new Record<>("any", finding, 0L));
    }

    private static void pass(MockProcessorContext<String, SpecificRecord> context, int seconds) {
        context.setCurrentSystemTimeMs(context.currentSystemTimeMs() + 1000L * seconds);
        context.scheduledPunctuators().get(0).getPunctuator().punctuate(context.currentSystemTimeMs());
    }

    private static TelemetryAlert alert(Record<String, SpecificRecord> record) {
        return (TelemetryAlert) record.value();
    }

    private static List<String> texts(List<Record<String, SpecificRecord>> records) {
        return records.stream()
                .map(record -> record.key() + " " + alert(record))
                .toList();
    }
}
