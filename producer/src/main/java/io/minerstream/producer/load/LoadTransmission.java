package io.minerstream.producer.load;

import io.minerstream.avro.RunState;
import io.minerstream.producer.fleet.FleetTimeline;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.producer.kafka.KafkaFailure;
import io.minerstream.producer.pacing.SendSchedule;
import io.minerstream.producer.preflight.RunAdmission;
import io.minerstream.producer.preflight.RunContext;
import io.minerstream.producer.record.MinerKeys;
import io.minerstream.producer.record.RunRecords;
import io.minerstream.producer.record.TimePointReadings;
import io.minerstream.producer.run.RunPlan;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.signal.Signal;
import io.minerstream.producer.signal.TimePoint;
import io.minerstream.schemas.run.RunHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * One load on its way. The sending thread waits for due times, and for commits of transactions: readings that fall due meanwhile are sent
 * at once afterwards, late against their intended times.
 */
final class LoadTransmission implements AutoCloseable {

    /** A stop is seen after at most this. */
    static final long LONGEST_SLEEP_NANOS = Duration.ofMillis(100).toNanos();

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final RunContext context;
    private final RunSpec spec;
    private final RunPlan plan;
    private final MinerKeys keys;
    private final RunRecords records;
    private final FleetTimeline timeline;
    private final Signal signal;
    private final Header[] headers;
    private final SendSchedule schedule;
    private final LoadOrder order;
    private final OptionalLong begin;
    private final long history;
    private final long wanted;
    /** Of the reading that is due at the start, among those of all shards. */
    private final long firstNumber;

    private final boolean transactional;
    private final boolean readableWhenCommitted;
    private final LoadListener listener;
    private final LongSupplier nanoClock;
    private final LongPredicate sleeper;
    private final KafkaFailure failures;
    private final Producer<byte[], SpecificRecord> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** Readings of the open transaction that the brokers have. Guarded by itself. */
    private final List<Acknowledged> unreadable = new ArrayList<>();

    private final Set<Integer> touched = new HashSet<>();
    private boolean open;
    private long sent;
    private int timePoint = -1;
    private TimePointReadings readings;

    private record Acknowledged(int partition, long offset, long intendedNanos) {}

    /** @param sleeper sleeps for at most so many nanoseconds; false when the load is to end */
    LoadTransmission(
            RunContext context,
            RunAdmission admission,
            OptionalLong begin,
            long history,
            long paced,
            boolean readableWhenCommitted,
            LoadListener listener,
            LongSupplier nanoClock,
            LongPredicate sleeper) {
        this.context = context;
        this.spec = admission.spec();
        this.plan = admission.plan();
        this.keys = admission.keys();
        this.records = admission.records();
        this.timeline = records.timeline();
        this.signal = spec.signal();
        this.headers = new Header[] {
            new RecordHeader(
                    RunHeader.NAME, new RunHeader(spec.id(), spec.range().interval()).bytes()),
            new RecordHeader(LoadSender.HEADER, spec.id().text().getBytes(StandardCharsets.US_ASCII))
        };
        this.schedule = context.rate().schedule();
        this.order = new LoadOrder(keys);
        this.begin = begin;
        this.history = order.own(history);
        this.wanted = Math.min(order.own(history + paced), plan.records());
        this.firstNumber = history;
        this.transactional = spec.commit().isExactlyOnce();
        this.readableWhenCommitted = readableWhenCommitted && transactional;
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.sleeper = sleeper;
        // A right that is granted by the prefix of the generator's covers it.
        String transactionalId = context.transactionalId(spec.siteId(), spec.shard()) + "-load";
        ClientProperties properties = context.clients().properties();
        this.failures = new KafkaFailure("load test", spec.siteId(), transactionalId, properties.bootstrapServers());
        this.producer = context.clients()
                .producers()
                .apply(
                        transactional
                                ? properties.producer(transactionalId, admission.timeout())
                                : properties.producerWithoutTransactions());
    }

    /** Sends the readings; returns how many they were. */
    long run() {
        try {
            if (transactional) {
                producer.initTransactions();
            }
            writeManifest(RunState.STARTED);
            sendReadings();
            writeManifest(sent == plan.records() ? RunState.COMPLETED : RunState.ABORTED);
            return sent;
        } catch (KafkaException e) {
            Exception first = failure.get();
            throw failures.toException(
                    first instanceof RuntimeException root ? root : e,
                    false,
                    "run %s: %s of its readings were sent".formatted(spec.id(), sent));
        }
    }

    private void sendReadings() {
        long begunNanos = nanoClock.getAsLong();
        while (sent < history && awaitDue(begunNanos)) {
            sendNext(nanoClock.getAsLong());
        }
        finish();
        LoadListener.History before = new LoadListener.History(sent, nanoClock.getAsLong() - begunNanos);
        // A stop comes before it is due.
        long startNanos = begin.isPresent() && awaitDue(begin.getAsLong()) ? begin.getAsLong() : nanoClock.getAsLong();
        listener.started(startNanos, before);
        while (sent >= history && sent < wanted) {
            long intendedNanos = startNanos + schedule.intendedNanos(order.number(sent) - firstNumber);
            if (!awaitDue(intendedNanos)) {
                break;
            }
            sendNext(intendedNanos);
        }
        finish();
    }

    /** Commits what is open, and returns when the brokers have everything. */
    private void finish() {
        commit();
        producer.flush();
        check();
    }

    private void sendNext(long intendedNanos) {
        int next = (int) (sent / plan.miners());
        if (next != timePoint) {
            timePoint = next;
            readings = readings(timePoint);
        }
        send(readings.of(keys.owned((int) (sent % plan.miners()))), intendedNanos, sent < history);
        sent++;
        if (sent % plan.miners() == 0) {
            writeWatermarks(timePoint);
        }
        if (transactional && sent == plan.batchEnd(sent - 1)) {
            commit();
        }
    }

    private TimePointReadings readings(int timePoint) {
        Instant time = spec.range().at(timePoint);
        int seconds = Math.toIntExact(spec.range().interval().toSeconds());
        return new TimePointReadings(
                context.topics().telemetry(),
                headers,
                timeline.at(time),
                keys,
                signal.at(spec.seed(), spec.siteId(), new TimePoint(spec.intervalOf(timePoint), seconds)),
                time);
    }

    private boolean awaitDue(long dueNanos) {
        long wait;
        do {
            wait = dueNanos - nanoClock.getAsLong();
            if (!sleeper.test(wait)) {
                return false;
            }
        } while (wait > 0);
        return true;
    }

    // The future fails with what the callback is told.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(ProducerRecord<byte[], SpecificRecord> reading, long intendedNanos, boolean isHistory) {
        check();
        begin();
        touched.add(reading.partition());
        long sentNanos = nanoClock.getAsLong();
        producer.send(reading, (metadata, thrown) -> {
            if (thrown != null) {
                failure.compareAndSet(null, thrown);
                return;
            }
            long now = nanoClock.getAsLong();
            if (!isHistory) {
                listener.acknowledged(sentNanos, now);
            }
            acknowledged(metadata, intendedNanos, now);
        });
        if (!isHistory) {
            listener.sent(intendedNanos, sentNanos, nanoClock.getAsLong());
        }
    }

    private void acknowledged(RecordMetadata metadata, long intendedNanos, long now) {
        if (readableWhenCommitted) {
            synchronized (unreadable) {
                unreadable.add(new Acknowledged(metadata.partition(), metadata.offset(), intendedNanos));
            }
        } else {
            listener.readable(metadata.partition(), metadata.offset(), intendedNanos, now);
        }
    }

    private void begin() {
        if (transactional && !open) {
            producer.beginTransaction();
            open = true;
        }
    }

    private void commit() {
        if (!open) {
            return;
        }
        producer.commitTransaction();
        open = false;
        check();
        long now = nanoClock.getAsLong();
        synchronized (unreadable) {
            unreadable.forEach(
                    reading -> listener.readable(reading.partition(), reading.offset(), reading.intendedNanos(), now));
            unreadable.clear();
        }
        listener.committed(touched.size());
        touched.clear();
    }

    private void writeWatermarks(int timePoint) {
        for (int partition = 0; partition < keys.partitionCount(); partition++) {
            if (keys.owns(partition)) {
                write(records.watermark(partition, spec.range().at(timePoint)));
            }
        }
    }

    private void writeManifest(RunState state) {
        begin();
        write(records.manifest(state, sent, context.clock().instant()));
        commit();
        producer.flush();
        check();
    }

    // As above.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void write(ProducerRecord<byte[], SpecificRecord> other) {
        Callback callback = (metadata, thrown) -> {
            if (thrown != null) {
                failure.compareAndSet(null, thrown);
            }
        };
        producer.send(other, callback);
    }

    private void check() {
        Exception first = failure.get();
        if (first != null) {
            throw first instanceof KafkaException known ? known : new KafkaException(first);
        }
    }

    /** At once after a failure: what is left would wait for brokers that do not answer. */
    @Override
    public void close() {
        producer.close(failure.get() == null && !Thread.currentThread().isInterrupted() ? CLOSE : Duration.ZERO);
    }
}
