package io.minerstream.producer.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minerstream.avro.HostingMiner;
import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.StatusMix;
import io.minerstream.producer.fleet.SyntheticFleet;
import io.minerstream.producer.fleet.schedule.StatusSchedule;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the generator computes, in the form that {@code docs/twin.md} describes: lists of inputs and results. */
final class TwinVectors {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Map<String, DoubleUnaryOperator> FUNCTIONS = Map.of(
            "exp", StrictMath::exp,
            "log", StrictMath::log,
            "cos", StrictMath::cos,
            "quantile", NormalQuantile::of,
            "round2", Decimals::round2);

    private static final List<String> STATUSES = List.of("active", "maintenance", "offline", "error", " Active ");
    private static final long[] SEEDS = {42, 43, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE, -6_148_914_691_236_517_206L};
    private static final int[] IDS = {1, 2, 0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 6_000, 143_999};
    private static final double[] DIFFICULTIES = {65_536, 65_536, 131_072, 0.5, 1e9, 1e15};
    private static final double[][] BASELINES = {
        {200, 3_500},
        {110, 3_000},
        {104.7, 3_068.3},
        {0.01, 0.02},
        {1e-12, 1e-9},
        {50_000_000_000_000.0, 4e13},
        {1e300, 1e300}
    };
    private static final TimePoint[] TIMES = {
        TimePoint.hour(490_000),
        TimePoint.hour(0),
        TimePoint.hour(-1),
        new TimePoint(5_880_007, 300),
        new TimePoint(-5_880_007, 300),
        new TimePoint(20_416, 86_400),
        new TimePoint(1_764_000_001, 1),
        TimePoint.hour(Instant.parse("9999-12-31T23:00:00Z").getEpochSecond() / 3_600),
        TimePoint.hour(Instant.MIN.getEpochSecond() / 3_600),
        TimePoint.hour(Instant.MAX.getEpochSecond() / 3_600),
        new TimePoint(1_704_067_200 / 900, 900)
    };

    private final Map<String, List<List<Object>>> lists = new LinkedHashMap<>();

    private TwinVectors() {}

    /** The vectors of the documents: ends of ranges, and cases in which a slightly different generator would differ. */
    static TwinVectors pinned() {
        TwinVectors vectors = new TwinVectors();
        IntStream.range(0, 128).forEach(table -> vectors.function("exp", -table / 8.0));
        double[] probabilities = {0x1p-53, 1e-12, 1e-6, 0.001, 0.0249, 0.03125, 0.0625, 0x1.fffffp-5, 0.07, 0.075};
        Arrays.stream(probabilities).forEach(probability -> vectors.function("log", probability));
        IntStream.range(0, 48).forEach(step -> vectors.function("cos", 2 * Math.PI * (step * 1_800) / 86_400));
        DoubleUnaryOperator next = angle -> 2 * Math.PI * angle / 31_556_952;
        IntStream.of(1, 7_889_237, 7_889_239, 15_778_475, 15_778_477, 23_667_713, 23_667_715, 31_556_951)
                .forEach(second -> vectors.function("cos", next.applyAsDouble(second)));
        DoubleStreams.both(probabilities).forEach(probability -> vectors.function("quantile", probability));
        for (double value : new double[] {
            1.115, 2.675, 0.125, 0.375, 1.005, 0.005, 0.015, 1e-300, 196.805, 45_035_996_273_704.9, 4.6e13, 1e300
        }) {
            vectors.function("round2", value);
        }
        for (int i = 0; i < SEEDS.length * IDS.length; i++) {
            long[] numbers = {0, -1, 490_000, Long.MAX_VALUE, Long.MIN_VALUE};
            vectors.bits(at(SEEDS, i), IDS[i % IDS.length], at(numbers, i), i % 16);
        }
        for (double mean : new double[] {
            0, 1e-9, 0.05, 0.1249999, 0.125, 0.99, 2.558, 7.5, 15.99999, 16, 40.3, 2_558, 1e7, 4.6e18, 1e300
        }) {
            DoubleStreams.both(0x1p-53, 0.001, 0.0624, 0.3, 0.5).forEach(u -> vectors.poisson(mean, u, 1 - u));
        }
        for (int i = 0; i < 2 * TIMES.length; i++) {
            vectors.ambient(at(SEEDS, i), IDS[(i * 3) % IDS.length], TIMES[i % TIMES.length].startSecond());
        }
        for (SignalProfile profile : SignalProfile.values()) {
            for (int i = 0; i < 150; i++) {
                double[] baseline = BASELINES[i % 3 == 0 ? i / 3 % BASELINES.length : i % 3];
                vectors.reading(
                        profile,
                        DIFFICULTIES[i % DIFFICULTIES.length],
                        at(SEEDS, i),
                        IDS[(i + 2) % IDS.length],
                        TIMES[i % TIMES.length],
                        IDS[(i * 5) % IDS.length],
                        STATUSES.get(i % STATUSES.size()),
                        new Baseline(baseline[0], baseline[1]));
            }
        }
        vectors.fleet(40, 1, 42, 0.2, Map.of("active", 90.0, "maintenance", 6.0, "offline", 4.0));
        vectors.fleet(25, Integer.MAX_VALUE - 24, -7, 0.5, Map.of("active", 1.0, "error", 2.0, "offline", 0.5));
        vectors.fleet(10, 5, 3, 0, Map.of("active", 0.1, "maintenance", 0.2, "offline", 0.3, "error", 0.4));
        vectors.fleet(7, 1, Long.MIN_VALUE, 1, Map.of("maintenance", 1.0, "offline", 0.0));
        List<List<Object>> changes = List.of(
                List.of(1_764_003_600L, "offline"),
                List.of(1_764_010_800L, "Active"),
                List.of(1_764_007_200L, "error"));
        for (long second : new long[] {0, 1_764_003_599, 1_764_003_600, 1_764_007_199, 1_764_007_200, 1_764_010_801}) {
            vectors.schedule("maintenance", changes, second);
        }
        vectors.schedule("offline", List.of(), 0);
        return vectors;
    }

    /** Readings of anything. */
    static TwinVectors random(Random random, int readings) {
        TwinVectors vectors = new TwinVectors();
        int[] seconds = {1, 300, 900, 3_600, 86_400};
        for (int i = 0; i < readings; i++) {
            int length = seconds[random.nextInt(seconds.length)];
            vectors.reading(
                    SignalProfile.values()[random.nextInt(4) / 3 == 0 ? 1 : 0],
                    Math.exp(random.nextDouble() * 39 - 5),
                    random.nextLong(),
                    random.nextInt(),
                    new TimePoint((random.nextLong() >> 26) / length, length),
                    random.nextInt(),
                    STATUSES.get(random.nextInt(STATUSES.size())),
                    new Baseline(Math.exp(random.nextDouble() * 12 - 3), Math.exp(random.nextDouble() * 12)));
        }
        for (int i = 0; i < 20; i++) {
            vectors.fleet(
                    1 + random.nextInt(50),
                    1 + random.nextInt(1_000_000),
                    random.nextLong(),
                    random.nextDouble(),
                    Map.of(
                            "active",
                            random.nextDouble(),
                            "maintenance",
                            random.nextDouble(),
                            "error",
                            random.nextDouble()));
        }
        return vectors;
    }

    private static long at(long[] values, int index) {
        return values[index % values.length];
    }

    /** Probabilities with their complements. */
    private static final class DoubleStreams {
        static List<Double> both(double... probabilities) {
            return Arrays.stream(probabilities)
                    .boxed()
                    .flatMap(value -> Stream.of(value, 1 - value))
                    .toList();
        }
    }

    private void function(String name, double argument) {
        add("functions", name, argument, FUNCTIONS.get(name).applyAsDouble(argument));
    }

    private void bits(long seed, int id, long number, int slot) {
        add("bits", seed, id, number, slot, CounterRandom.bits(CounterRandom.stream(seed, id), number, slot));
    }

    private void poisson(double mean, double u, double v) {
        add("poisson", mean, u, v, PoissonCounts.count(mean, u, v));
    }

    private void ambient(long seed, int site, long second) {
        double ambientC = SiteClimate.of(site).ambientC(SiteClimate.weather(seed, site), second);
        add("ambient", seed, site, second, ambientC);
    }

    private void reading(
            SignalProfile profile,
            double difficulty,
            long seed,
            int site,
            TimePoint time,
            int miner,
            String status,
            Baseline baseline) {
        GeneratedReading reading =
                profile.signal(difficulty).read(seed, site, time, miner, MinerStatus.of(status), baseline);
        add(
                "readings",
                profile.word(),
                difficulty,
                seed,
                site,
                time.number(),
                time.seconds(),
                miner,
                status,
                baseline.hashrateTh(),
                baseline.powerW(),
                reading.hashrateTh(),
                reading.powerW(),
                reading.temperatureC(),
                reading.fanRpm(),
                reading.acceptedShares(),
                reading.rejectedShares());
    }

    private void fleet(int miners, int first, long seed, double nullBaselines, Map<String, Double> weights) {
        Map<MinerStatus, Double> mix = weights.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> MinerStatus.valueOf(entry.getKey().toUpperCase(Locale.ROOT)), Map.Entry::getValue));
        Fleet fleet = new SyntheticFleet(miners, 5, seed, new StatusMix(mix), first, nullBaselines).load();
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < fleet.size(); i++) {
            HostingMiner miner = fleet.hostingMiner(i);
            rows.add(Arrays.asList(
                    fleet.statusText(i),
                    fleet.model(i) == null ? null : fleet.model(i).id(),
                    miner.getActualHashrate(),
                    miner.getActualPower()));
        }
        add("fleets", miners, first, seed, nullBaselines, new TreeMap<>(weights), rows);
    }

    private void schedule(String initial, List<List<Object>> changes, long second) {
        StatusSchedule.Builder schedule = StatusSchedule.builder();
        changes.forEach(change -> schedule.add(1, Instant.ofEpochSecond((Long) change.get(0)), (String) change.get(1)));
        Fleet fleet = Fleet.builder(1)
                .add(1, "S1", null, Double.NaN, Double.NaN, initial)
                .build()
                .withSchedule(schedule.build());
        add(
                "schedules",
                initial,
                changes,
                second,
                fleet.asOf(Instant.ofEpochSecond(second)).statusText(0));
    }

    private void add(String list, Object... entry) {
        lists.computeIfAbsent(list, name -> new ArrayList<>()).add(Arrays.asList(entry));
    }

    /** One entry a line. */
    String json() throws JsonProcessingException {
        List<String> texts = new ArrayList<>();
        for (Map.Entry<String, List<List<Object>>> list : lists.entrySet()) {
            List<String> lines = new ArrayList<>();
            for (List<Object> entry : list.getValue()) {
                lines.add(MAPPER.writeValueAsString(entry));
            }
            texts.add("\"" + list.getKey() + "\": [\n" + String.join(",\n", lines) + "\n]");
        }
        return "{\n" + String.join(",\n", texts) + "\n}\n";
    }
}
