package io.minerstream.validator.topology;

import static io.minerstream.validator.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Rule;
import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.validator.VerdictBuilder;
import io.minerstream.validator.alert.AlertChange;
import io.minerstream.validator.policy.GroupPolicy;
import io.minerstream.validator.rule.Verdicts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site of 100 miners, half of them in each of two partitions: more than 20 of them make a site alert. */
class SiteAlertTest {

    private static final Instant SINCE = Instant.parse("2026-11-22T07:00:00Z");
    private static final String WINDOW =
            Verdicts.collecting(VerdictBuilder.aVerdict().build());

    @TempDir
    private Path stateDir;

    private ProcessorBench bench;
    private MockProcessorContext<String, SpecificRecord> context;
    private SiteProcessor sites;
    private StateBounds bounds = StateBounds.DEFAULT;

    @BeforeEach
    void start() {
        bench = ProcessorBench.ofSites(stateDir.toFile());
        restart();
        send(new Finding.Counted(5, 0, 50));
        send(new Finding.Counted(5, 1, 50));
    }

    private void restart() {
        context = bench.context();
        sites = new SiteProcessor(ValidatorHarness.RETENTION, GroupPolicy.DEFAULT, bounds);
        sites.init(context);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void shouldRaiseOneAlertWhenMoreThanAShareOfTheMinersFire() {
        for (int miner = 1; miner <= 21; miner++) {
            fire(miner);
        }
        assertThat(records()).isEmpty();
        passGroupWait();

        TelemetryAlert alert =
                (TelemetryAlert) context.forwarded().get(0).record().value();
        assertThat(records()).containsExactly("range/hashrate/site/5 FIRING 21");
        assertThat(alert.getMinerId()).isNull();
        assertThat(alert.getStartsAt()).isEqualTo(SINCE);
        assertThat(alert.getExampleMiners()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(alert.getMessage())
                .isEqualTo("site 5: 21 of 100 miners break RANGE of hashrate; for example "
                        + "hashrate of miner 17 must be 80 to 120 TH/s, was 12");
    }

    @Test
    void shouldPublishTheAlertsOfFewMinersOneByOne() {
        for (int miner = 1; miner <= 20; miner++) {
            fire(miner);
        }
        passGroupWait();

        assertThat(records()).hasSize(20).startsWith("range/hashrate/miner/1 FIRING 1");
        resolve(7);
        passGroupWait();
        assertThat(records()).containsExactly("range/hashrate/miner/7 RESOLVED 1");
    }

    @Test
    void shouldResolveTheSiteAndPublishTheRestWhenFewerThanHalfOfTheShareFire() {
        for (int miner = 1; miner <= 60; miner++) {
            fire(miner);
        }
        passGroupWait();
        records();
        for (int miner = 1; miner <= 49; miner++) {
            resolve(miner);
        }
        passVerdictWait();
        assertThat(records()).isEmpty();

        resolve(50);
        passGroupWait();
        // Others may recover, too.
        assertThat(records()).isEmpty();
        passVerdictWait();

        assertThat(records())
                .startsWith("range/hashrate/site/5 RESOLVED 60")
                .hasSize(11)
                .contains("range/hashrate/miner/51 FIRING 1", "range/hashrate/miner/60 FIRING 1");
        resolve(60);
        passGroupWait();
        assertThat(records()).containsExactly("range/hashrate/miner/60 RESOLVED 1");
    }

    @Test
    void shouldLetThoseThatWerePublishedBeforeResolveOnTheirOwn() {
        fire(1);
        passGroupWait();
        assertThat(records()).containsExactly("range/hashrate/miner/1 FIRING 1");
        for (int miner = 2; miner <= 21; miner++) {
            fire(miner);
        }
        passGroupWait();
        assertThat(records()).containsExactly("range/hashrate/site/5 FIRING 21");

        resolve(1);
        resolve(2);
        passGroupWait();

        assertThat(records()).containsExactly("range/hashrate/miner/1 RESOLVED 1");
    }

    @Test
    void shouldHoldAlertsOfAWindowUntilItsVerdict() {
        for (int miner = 1; miner <= 30; miner++) {
            change(miner, WINDOW, anAlert().rule(Rule.COUNT).miner(miner).build());
            partial(0);
        }
        passGroupWait();
        assertThat(records()).isEmpty();

        partial(1);

        assertThat(records()).containsExactly("count/site/5 FIRING 30", "verdict");
    }

    @Test
    void shouldDecideAboutEachWindowByItselfWhenAPartitionIsAhead() {
        for (int miner = 1; miner <= 30; miner++) {
            change(miner, WINDOW, anAlert().rule(Rule.COUNT).miner(miner).build());
        }
        partial(0);
        for (int miner = 1; miner <= 30; miner++) {
            TelemetryAlert resolved =
                    anAlert().rule(Rule.COUNT).miner(miner).resolvedAt(SINCE).build();
            change(miner, "the next window", resolved);
        }

        partial(1);

        assertThat(records()).containsExactly("count/site/5 FIRING 30", "verdict");
        passVerdictWait();
        assertThat(records()).containsExactly("count/site/5 RESOLVED 30");
    }

    @Test
    void shouldRaiseNoSiteAlertWhenASiteShrinks() {
        for (int miner = 1; miner <= 20; miner++) {
            fire(miner);
        }
        passGroupWait();
        assertThat(records()).hasSize(20);
        send(new Finding.Counted(5, 0, 0));

        resolve(7);
        passGroupWait();

        assertThat(records()).containsExactly("range/hashrate/miner/7 RESOLVED 1");
    }

    @Test
    void shouldDecideAboutReadingsWithTheVerdictThatFollowsThem() {
        fire(1);
        partial(0);
        partial(1);

        assertThat(records()).containsExactly("range/hashrate/miner/1 FIRING 1", "verdict");
    }

    @Test
    void shouldNotWaitForEverForAVerdict() {
        change(1, WINDOW, anAlert().rule(Rule.COUNT).miner(1).build());
        pass(Duration.ofSeconds(119));
        assertThat(records()).isEmpty();

        pass(Duration.ofSeconds(2));

        assertThat(records()).containsExactly("count/miner/1 FIRING 1");
    }

    @Test
    void shouldForgetNothingWhenRestarted() {
        for (int miner = 1; miner <= 21; miner++) {
            fire(miner);
        }
        restart();
        passGroupWait();
        assertThat(records()).containsExactly("range/hashrate/site/5 FIRING 21");
        restart();
        for (int miner = 1; miner <= 15; miner++) {
            resolve(miner);
        }
        restart();
        passGroupWait();
        passVerdictWait();

        assertThat(records()).hasSize(7).startsWith("range/hashrate/site/5 RESOLVED 21");
        restart();
        passGroupWait();
        assertThat(records()).isEmpty();
    }

    @Test
    void shouldResolveTheSiteWithTheLastMinerThatRecovers() {
        for (int miner = 1; miner <= 30; miner++) {
            fire(miner);
        }
        passGroupWait();
        records();
        for (int miner = 1; miner <= 30; miner++) {
            resolve(miner);
            passGroupWait();
        }

        assertThat(records()).containsExactly("range/hashrate/site/5 RESOLVED 30");
    }

    @Test
    void shouldHoldSilencesUntilAllPartitionsHaveLooked() {
        for (int miner = 1; miner <= 30; miner++) {
            silent(miner, "07:00:00Z");
        }
        looked(0, "08:00:00Z");
        looked(1, "07:00:00Z");
        silent(31, "09:00:00Z");
        passGroupWait();
        assertThat(records()).isEmpty();

        looked(1, "08:00:00Z");

        assertThat(records()).containsExactly("silent_miner/site/5 FIRING 30");
    }

    /** The partition that is ahead brings the end of a silence, too. */
    @Test
    void shouldTellTogetherWhoWasSilentTogether() {
        for (int miner = 1; miner <= 30; miner++) {
            silent(miner, "07:00:00Z");
        }
        for (int miner = 1; miner <= 20; miner++) {
            TelemetryAlert back = anAlert()
                    .rule(Rule.SILENT_MINER)
                    .miner(miner)
                    .resolvedAt(SINCE)
                    .build();
            send(new Finding.Changed(new AlertChange("silent_miner", 5, miner, "", back)));
        }
        looked(0, "09:00:00Z");
        passGroupWait();
        assertThat(records()).isEmpty();

        looked(1, "08:00:00Z");

        assertThat(records()).containsExactly("silent_miner/site/5 FIRING 30");
    }

    @Test
    void shouldPublishAtOnceWhatHasNoSiteOrASmallOne() {
        send(new Finding.Counted(6, 0, 9));
        change(1, "", anAlert().miner(1).build());
        send(new Finding.Changed(new AlertChange(
                "range/hashrate", null, 2, "", anAlert().miner(2).build())));
        send(new Finding.Changed(
                new AlertChange("range/hashrate", 6, 3, "", anAlert().miner(3).build())));

        assertThat(records()).containsExactly("range/hashrate/miner/2 FIRING 1", "range/hashrate/miner/3 FIRING 1");
    }

    @Test
    void shouldPublishAtOnceWhatExceedsTheBound() {
        bounds = new StateBounds(5, 50, 5, 100, 60, 1000, 500, 3, 100, 2, 100);
        restart();
        IntStream.rangeClosed(1, 4).forEach(this::fire);
        assertThat(records()).containsExactly("range/hashrate/miner/3 FIRING 1", "range/hashrate/miner/4 FIRING 1");

        resolve(4);

        assertThat(records()).containsExactly("range/hashrate/miner/4 RESOLVED 1");
    }

    @Test
    void shouldTakeBackAPendingAlertThatTheSiteStandsFor() {
        change(1, "", anAlert().state(AlertState.PENDING).miner(1).build());
        change(2, "", anAlert().state(AlertState.PENDING).miner(2).build());
        passGroupWait();
        assertThat(records()).containsExactly("range/hashrate/miner/1 PENDING 1", "range/hashrate/miner/2 PENDING 1");
        for (int miner = 2; miner <= 22; miner++) {
            fire(miner);
        }
        change(1, "", null);
        passGroupWait();

        assertThat(records())
                .containsExactly(
                        "range/hashrate/site/5 FIRING 21",
                        "range/hashrate/miner/1 gone",
                        "range/hashrate/miner/2 gone");
    }

    @Test
    void shouldPublishTheChangesOfAMovedMinerInTheirOrder() {
        send(new Finding.Counted(6, 0, 100));
        changeAt(6, anAlert().miner(1).build());
        passGroupWait();
        assertThat(records()).containsExactly("range/hashrate/miner/1 FIRING 1");

        changeAt(6, anAlert().miner(1).resolvedAt(SINCE.plusSeconds(7200)).build());
        changeAt(5, anAlert().miner(1).build());
        passGroupWait();

        assertThat(records()).containsExactly("range/hashrate/miner/1 RESOLVED 1", "range/hashrate/miner/1 FIRING 1");
    }

    private void changeAt(int site, TelemetryAlert alert) {
        send(new Finding.Changed(new AlertChange("range/hashrate", site, 1, "", alert)));
    }

    private void fire(int miner) {
        change(miner, "", anAlert().miner(miner).build());
    }

    private void resolve(int miner) {
        change(
                miner,
                "",
                anAlert().miner(miner).resolvedAt(SINCE.plusSeconds(7200)).build());
    }

    private void change(int miner, String awaits, TelemetryAlert alert) {
        String kind = alert != null && alert.getRule() == Rule.COUNT ? "count" : "range/hashrate";
        send(new Finding.Changed(new AlertChange(kind, 5, miner, awaits, alert)));
    }

    private void silent(int miner, String lastPoint) {
        TelemetryAlert alert = anAlert().rule(Rule.SILENT_MINER).miner(miner).build();
        send(new Finding.Changed(new AlertChange("silent_miner", 5, miner, "run00001@2026-11-22T" + lastPoint, alert)));
    }

    private void looked(int partition, String to) {
        send(new Finding.Looked(5, "run00001", partition, 2, Instant.parse("2026-11-22T" + to)));
    }

    private void partial(int partition) {
        send(new Finding.Judged(
                new PartialVerdict(partition, 2, 0, VerdictBuilder.aVerdict().build())));
    }

    private void send(Finding finding) {
        sites.process(new Record<>("any", finding, 0L));
    }

    private void passGroupWait() {
        pass(Duration.ofSeconds(1));
    }

    private void passVerdictWait() {
        pass(Duration.ofSeconds(121));
    }

    private void pass(Duration time) {
        context.setCurrentSystemTimeMs(context.currentSystemTimeMs() + time.toMillis());
        context.scheduledPunctuators().get(0).getPunctuator().punctuate(context.currentSystemTimeMs());
    }

    private List<String> records() {
        return ProcessorBench.drain(context).stream().map(SiteAlertTest::text).toList();
    }

    private static String text(Record<String, SpecificRecord> record) {
        if (record.value() instanceof WindowVerdict) {
            return "verdict";
        }
        TelemetryAlert alert = (TelemetryAlert) record.value();
        return record.key() + (alert == null ? " gone" : " " + alert.getState() + " " + alert.getMiners());
    }
}
