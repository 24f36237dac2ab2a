package io.minerstream.validator.topology;

import static io.minerstream.validator.MinerBuilder.aMiner;
import static io.minerstream.validator.TelemetryBuilder.aTelemetry;

import io.minerstream.avro.HostingMiner;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.avro.Watermark;
import io.minerstream.schemas.run.Interval;
import io.minerstream.schemas.topic.RecordKey;
import io.minerstream.validator.topology.NaivePolicy.Grouping;
import io.minerstream.validator.topology.NaivePolicy.RuleOverride;
import io.minerstream.validator.topology.NaivePolicy.Rules;
import io.minerstream.validator.topology.NaivePolicy.Setting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random plans: what small fleets send, and what tamperers, the roster and silence make of it. */
final class ArrivalPlans {

    static final List<Integer> SITES = List.of(5, 6);

    private static final List<String> STATUSES = List.of("active", "active", "maintenance", "offline", "error", "odd");
    private static final List<String> MODELS = Arrays.asList("Antminer S19", "Antminer S21", null);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(11);

    /** Miners with greater ids send without header, on the second site. */
    private static final int FOREIGN = 100;

    /** Those with greater ids are not in the roster. */
    private static final int UNKNOWN = 1000;

    private ArrivalPlans() {}

    /** Who sends. */
    enum Senders {
        RUN(true, false),
        RUN_WITHOUT_WATERMARKS(true, false),
        /** The second one repeats the range of the first one. */
        TWO_RUNS(true, false),
        /** Another producer, without header. */
        FOREIGN(false, true),
        FOREIGN_OF_UNKNOWN_CADENCE(false, true),
        RUN_AND_FOREIGN(true, true);

        private final boolean run;
        private final boolean foreign;

        Senders(boolean run, boolean foreign) {
            this.run = run;
            this.foreign = foreign;
        }
    }

    /** What happens to the reading of one miner and time point, or beside it. */
    enum Fault {
        MISSING,
        DUPLICATED,
        TRIPLED,
        SILENT,
        LATE,
        OUT_OF_ORDER,
        OUT_OF_RANGE,
        AT_THE_LIMIT,
        BEYOND_THE_LIMIT,
        NOT_A_NUMBER,
        FROZEN,
        NULL_TEMPERATURE,
        NULL_FAN,
        TEMPERATURE,
        AS_OFFLINE,
        HALF_A_SECOND_LATER,
        TWO_MINUTES_LATER,
        UNKNOWN_MINER,
        TRUNCATED,
        LONGER,
        NO_AVRO,
        NO_VALUE,
        OTHER_KEY,
        NO_KEY,
        IMPOSSIBLE_TIME,
        FUTURE,
        ANCIENT,
        WRONG_INTERVAL,
        OTHER_INTERVAL,
        /** Without header. */
        WRONG_PARTITION,
        /** Those of all miners that send alike, from here on. */
        ALL_MISSING,
        ALL_OUT_OF_RANGE
    }

    /** Numbers are taken modulo what there is. */
    record FaultAt(Fault fault, int miner, int point, int place) {}

    record StatusFrom(int miner, int point, int status) {}

    /** What comes after a silence. */
    enum Then {
        NOTHING,
        MINER_REMOVED,
        MINER_MOVED,
        UNKNOWN_MINER_ADDED
    }

    record SilenceAt(int place, boolean isLong, Then then, int miner) {}

    /** @param startPoint how many intervals after midnight they begin */
    record Shape(
            Senders senders,
            int partitions,
            int intervalSeconds,
            int startPoint,
            int points,
            int miners,
            int windowHours,
            int offsetHours) {}

    /** What a plan is made from: short, so that a failure can be read. */
    record Spec(Shape shape, List<StatusFrom> statuses, List<FaultAt> faults, List<SilenceAt> silences, Rules rules) {

        ArrivalPlan plan() {
            return new Builder(shape, statuses).plan(faults, silences, rules);
        }
    }

    static Arbitrary<Spec> any() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 1000);
        Arbitrary<Shape> shapes = Combinators.combine(
                        Arbitraries.of(Senders.values()),
                        Arbitraries.of(1, 1, 3),
                        Arbitraries.of(3600, 3600, 3600, 1800, 7200, 300),
                        Arbitraries.integers().between(0, 47),
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.of(24, 24, 6, 12, 48, 7, 25),
                        Arbitraries.of(0, 0, 4))
                .as(Shape::new);
        Arbitrary<List<StatusFrom>> changes =
                Combinators.combine(any, any, any).as(StatusFrom::new).list().ofMaxSize(6);
        Arbitrary<List<FaultAt>> faults = Combinators.combine(Arbitraries.of(Fault.values()), any, any, any)
                .as(FaultAt::new)
                .list()
                .ofMaxSize(12);
        Arbitrary<List<SilenceAt>> silences = Combinators.combine(
                        any, Arbitraries.of(true, false), Arbitraries.of(Then.values()), any)
                .as(SilenceAt::new)
                .list()
                .ofMaxSize(4);
        // An override names a site, a model or both.
        Arbitrary<List<RuleOverride>> overrides = Combinators.combine(any, any, Arbitraries.of(Setting.values()))
                .as((site, model, setting) -> new RuleOverride(
                        site % 3 < 2 || model % 3 == 2 ? SITES.get(site % 2) : null, MODELS.get(model % 3), setting))
                .list()
                .ofMaxSize(3);
        Arbitrary<Grouping> groupings = Arbitraries.of(
                Grouping.DEFAULT, new Grouping(0.3, 2, 2), new Grouping(0.2, 2, 120), new Grouping(0.6, 3, 11));
        Arbitrary<Rules> rules = Combinators.combine(overrides, groupings).as(Rules::new);
        return Combinators.combine(shapes, changes, faults, silences, rules).as(Spec::new);
    }

    /** Mutable. */
    private static final class Builder {

        private final Shape shape;
        private final Instant from;
        private final NaiveRoster statuses = new NaiveRoster();
        private final List<Arrival> roster = new ArrayList<>();
        private final List<Arrival> arrivals = new ArrayList<>();

        Builder(Shape shape, List<StatusFrom> changes) {
            this.shape = shape;
            // The clock stands at the end of the second day. Days that are over can be judged by it.
            from = Scenario.MIDNIGHT
                    .minus(Duration.ofDays(shape.senders.run ? 0 : 1))
                    .plusSeconds((long) shape.startPoint * shape.intervalSeconds);
            for (int miner : miners()) {
                enter(new Arrival.Entry(miner, entry(miner, STATUSES.get(miner % STATUSES.size())), from));
            }
            for (StatusFrom change : changes) {
                int miner = pick(miners(), change.miner);
                String status = pick(STATUSES, change.status);
                HostingMiner entry = entry(miner, status);
                entry.setModelName(pick(MODELS, miner + change.status / STATUSES.size()));
                enter(new Arrival.Entry(miner, entry, at(change.point % shape.points)));
            }
            if (shape.senders.run) {
                send("run00001", shape.senders != Senders.RUN_WITHOUT_WATERMARKS);
            }
            if (shape.senders == Senders.TWO_RUNS) {
                send("run00002", true);
            }
            if (shape.senders.foreign) {
                List<Arrival> ofRun = List.copyOf(arrivals);
                arrivals.clear();
                send(null, false);
                for (int i = 0; i < ofRun.size(); i++) {
                    arrivals.add(Math.min(2 * i, arrivals.size()), ofRun.get(i));
                }
            }
        }

        private static <T> T pick(List<T> list, int number) {
            return list.get(number % list.size());
        }

        private List<Integer> miners() {
            List<Integer> miners = new ArrayList<>();
            for (int miner = 1; miner <= shape.miners; miner++) {
                if (shape.senders.run) {
                    miners.add(miner);
                }
                if (shape.senders.foreign) {
                    miners.add(FOREIGN + miner);
                }
            }
            return miners;
        }

        private static int site(int miner) {
            return SITES.get(miner % UNKNOWN > FOREIGN ? 1 : 0);
        }

        private static HostingMiner entry(int miner, String status) {
            return aMiner(miner)
                    .site(site(miner))
                    .status(status)
                    .model(pick(MODELS, miner))
                    .actualHashrate(miner % 2 == 0 ? 110 : 111)
                    .build();
        }

        private void enter(Arrival.Entry entry) {
            statuses.accept(entry);
            roster.add(entry);
        }

        private Instant at(int point) {
            return from.plusSeconds((long) point * shape.intervalSeconds);
        }

        private int partition(int miner) {
            return RecordKey.partition(RecordKey.of(miner), shape.partitions);
        }

        private void send(String run, boolean hasWatermarks) {
            String header = run == null || shape.intervalSeconds == 3600 ? run : run + "/" + shape.intervalSeconds;
            for (int point = 0; point < shape.points; point++) {
                long[] records = new long[shape.partitions];
                for (int miner : miners()) {
                    if ((miner > FOREIGN) == (run == null)) {
                        arrivals.add(new Arrival.Reading(partition(miner), miner, header, reading(miner, point)));
                        records[partition(miner)]++;
                    }
                }
                for (int partition = 0; hasWatermarks && partition < shape.partitions; partition++) {
                    arrivals.add(new Arrival.Mark(new Watermark(
                            run,
                            SITES.get(0),
                            from,
                            at(shape.points),
                            shape.intervalSeconds,
                            at(point),
                            records[partition],
                            partition,
                            shape.partitions)));
                }
            }
        }

        private MinerTelemetry reading(int miner, int point) {
            MinerTelemetry reading = aTelemetry()
                    .miner(miner)
                    .status(statuses.at(miner, at(point)).getStatus())
                    .at(at(point))
                    .build();
            // Sensors that work do not repeat themselves.
            reading.setHashrate(reading.getHashrate() * (1 + point % 5 / 1000.0));
            return reading;
        }

        ArrivalPlan plan(List<FaultAt> faults, List<SilenceAt> silences, Rules rules) {
            faults.forEach(this::apply);
            silences.forEach(this::apply);
            arrivals.addAll(0, roster);
            // For what is missing, then for days that end in the future, then for what came of them.
            arrivals.addAll(List.of(
                    new Arrival.Silence(LONG), new Arrival.Silence(Duration.ofDays(3)), new Arrival.Silence(LONG)));
            boolean isKnown = shape.senders != Senders.FOREIGN_OF_UNKNOWN_CADENCE;
            EventTimeSettings eventTime = new EventTimeSettings(
                    Duration.ofHours(isKnown ? shape.offsetHours : 0),
                    isKnown ? new Interval(shape.intervalSeconds) : null,
                    Map.of(),
                    Duration.ofHours(1),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(5));
            return new ArrivalPlan(shape.partitions, windowHours(isKnown), eventTime, rules, List.copyOf(arrivals));
        }

        private int windowHours(boolean isKnown) {
            // Windows of event time have whole time points only, those of a run's stray reading, too. A cadence is
            // learnt from UTC days.
            boolean isWhole = shape.windowHours * 3600 % shape.intervalSeconds == 0;
            int hours = shape.senders.foreign || !isWhole ? shape.windowHours / 6 * 6 : shape.windowHours;
            return isKnown ? hours : Math.min(24, hours);
        }

        private void apply(SilenceAt silence) {
            int place = silence.place * arrivals.size() / 1001;
            int miner = pick(miners(), silence.miner);
            Instant time = at(silence.place % shape.points);
            HostingMiner moved = entry(miner, "active");
            moved.setSiteId(SITES.get(0) + SITES.get(1) - moved.getSiteId());
            switch (silence.then) {
                case NOTHING -> {}
                case MINER_REMOVED -> arrivals.add(place, new Arrival.Entry(miner, null, time));
                case MINER_MOVED -> arrivals.add(place, new Arrival.Entry(miner, moved, time));
                case UNKNOWN_MINER_ADDED ->
                    arrivals.add(place, new Arrival.Entry(UNKNOWN + miner, entry(UNKNOWN + miner, "active"), time));
            }
            arrivals.add(place, new Arrival.Silence(silence.isLong ? LONG : SHORT));
        }

        private void apply(FaultAt tampered) {
            int miner = pick(miners(), tampered.miner);
            int point = tampered.point % shape.points;
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < arrivals.size(); i++) {
                if (arrivals.get(i) instanceof Arrival.Reading reading
                        && reading.value().getMinerId() == miner
                        && reading.value().getRecordedAt().equals(at(point))) {
                    places.add(i);
                }
            }
            if (!places.isEmpty()) {
                int place = pick(places, tampered.place);
                apply(tampered, place, (Arrival.Reading) arrivals.get(place));
            }
        }

        private void apply(FaultAt tampered, int place, Arrival.Reading reading) {
            int miner = reading.value().getMinerId();
            Instant time = reading.value().getRecordedAt();
            switch (tampered.fault) {
                case MISSING -> arrivals.remove(place);
                case DUPLICATED -> arrivals.add(place, reading);
                case TRIPLED -> arrivals.addAll(place, List.of(reading, reading));
                case SILENT ->
                    arrivals.removeIf(each -> each instanceof Arrival.Reading other
                            && other.value().getMinerId() == miner
                            && !other.value().getRecordedAt().isBefore(time));
                case LATE -> move(place, tampered.place % (arrivals.size() - place));
                case OUT_OF_ORDER -> move(place, tampered.place % 20);
                case OUT_OF_RANGE ->
                    change(place, value -> {
                        value.setHashrate(500);
                        value.setFanSpeed(9000);
                    });
                case AT_THE_LIMIT -> change(place, value -> value.setPowerConsumption(3240.004));
                case BEYOND_THE_LIMIT -> change(place, value -> value.setPowerConsumption(3240.006));
                case NOT_A_NUMBER -> change(place, value -> value.setPowerConsumption(Double.NaN));
                case FROZEN -> {
                    Instant until = time.plusSeconds((5 + tampered.place % 12) * (long) shape.intervalSeconds);
                    for (int i = 0; i < arrivals.size(); i++) {
                        if (arrivals.get(i) instanceof Arrival.Reading other
                                && other.value().getMinerId() == miner
                                && !other.value().getRecordedAt().isBefore(time)
                                && other.value().getRecordedAt().isBefore(until)
                                && other.value().getHashrate() != 0) {
                            change(i, value -> value.setHashrate(110.25));
                        }
                    }
                }
                case NULL_TEMPERATURE -> change(place, value -> value.setTemperature(null));
                case NULL_FAN -> change(place, value -> value.setFanSpeed(null));
                case TEMPERATURE -> change(place, value -> value.setTemperature(64.99));
                case AS_OFFLINE ->
                    arrivals.set(
                            place,
                            with(
                                    reading,
                                    aTelemetry().miner(miner).offline().at(time).build()));
                case HALF_A_SECOND_LATER -> change(place, value -> value.setRecordedAt(time.plusMillis(500)));
                case TWO_MINUTES_LATER -> change(place, value -> value.setRecordedAt(time.plusSeconds(120)));
                case UNKNOWN_MINER -> {
                    int unknown = UNKNOWN + miner;
                    MinerTelemetry value = aTelemetry().miner(unknown).at(time).build();
                    arrivals.add(place, new Arrival.Reading(partition(unknown), unknown, reading.header(), value));
                }
                case TRUNCATED -> garbage(place, reading, bytes -> Arrays.copyOf(bytes, bytes.length - 2));
                case LONGER -> garbage(place, reading, bytes -> Arrays.copyOf(bytes, bytes.length + 1));
                case NO_AVRO -> garbage(place, reading, bytes -> "no Avro".getBytes(StandardCharsets.US_ASCII));
                case NO_VALUE -> garbage(place, reading, bytes -> null);
                case OTHER_KEY ->
                    arrivals.set(
                            place,
                            new Arrival.Reading(reading.partition(), miner + 1, reading.header(), reading.value()));
                case NO_KEY ->
                    arrivals.set(
                            place, new Arrival.Reading(reading.partition(), null, reading.header(), reading.value()));
                case IMPOSSIBLE_TIME ->
                    change(place, value -> value.setRecordedAt(Instant.parse("+20000-01-01T00:00:00Z")));
                case FUTURE -> change(place, value -> value.setRecordedAt(time.plus(Duration.ofDays(10))));
                case ANCIENT -> change(place, value -> value.setRecordedAt(time.minus(Duration.ofDays(10))));
                case WRONG_INTERVAL -> header(place, reading, "run00001/7");
                case OTHER_INTERVAL -> header(place, reading, "run00001/300");
                case ALL_MISSING -> arrivals.removeIf(each -> isAlike(each, reading, tampered.place % 12));
                case ALL_OUT_OF_RANGE -> {
                    for (int i = 0; i < arrivals.size(); i++) {
                        if (isAlike(arrivals.get(i), reading, tampered.place % 5)) {
                            change(i, value -> value.setHashrate(500));
                        }
                    }
                }
                case WRONG_PARTITION -> {
                    int other = (reading.partition() + 1) % shape.partitions;
                    arrivals.set(place, new Arrival.Reading(other, reading.key(), null, reading.value()));
                }
            }
        }

        /** Whether this is a reading of the same producer from then on, for so many time points more. */
        private boolean isAlike(Arrival arrival, Arrival.Reading first, int more) {
            Instant from = first.value().getRecordedAt();
            Instant to = from.plusSeconds((long) more * shape.intervalSeconds);
            return arrival instanceof Arrival.Reading other
                    && (other.header() == null) == (first.header() == null)
                    && !other.value().getRecordedAt().isBefore(from)
                    && !other.value().getRecordedAt().isAfter(to);
        }

        private void move(int place, int by) {
            Arrival arrival = arrivals.remove(place);
            arrivals.add(Math.min(place + by, arrivals.size()), arrival);
        }

        private void change(int place, Consumer<MinerTelemetry> change) {
            Arrival.Reading reading = (Arrival.Reading) arrivals.get(place);
            MinerTelemetry value = MinerTelemetry.newBuilder(reading.value()).build();
            change.accept(value);
            arrivals.set(place, with(reading, value));
        }

        private static Arrival.Reading with(Arrival.Reading reading, MinerTelemetry value) {
            return new Arrival.Reading(reading.partition(), reading.key(), reading.header(), value);
        }

        private void header(int place, Arrival.Reading reading, String header) {
            arrivals.set(place, new Arrival.Reading(reading.partition(), reading.key(), header, reading.value()));
        }

        private void garbage(int place, Arrival.Reading reading, UnaryOperator<byte[]> change) {
            byte[] bytes = change.apply(ValidatorHarness.bytes(reading.value()));
            arrivals.set(
                    place,
                    new Arrival.Garbage(reading.partition(), reading.value().getMinerId(), bytes));
        }
    }
}
