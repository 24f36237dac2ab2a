package io.minerstream.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.minerstream.avro.RunState;
import io.minerstream.producer.kafka.PublishException;
import io.minerstream.producer.kafka.PublishException.Reason;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.serde.RegistryUnavailableException;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** What is committed, and what is said, when a run fails. */
final class RunFailureTest extends PublisherFixture {

    @Test
    void shouldAbortEverythingWhenAReadingFailsInTheMiddle() {
        producer.failAt(TOPICS.telemetry(), 70, new TopicAuthorizationException(Set.of("miner-telemetry")));
        RunSpec spec = spec(2);

        PublishException failure = failure(spec);

        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
        assertThat(failure)
                .hasMessage(
                        "Kafka at broker:9092 refused access (Not authorized to access topics: [miner-telemetry]); the"
                                + " principal needs Read, Write and Describe on the topics, and Write and Describe on"
                                + " transactional.id minerstream-generate-site-5; none of the 100 readings of run "
                                + spec.id() + " are committed");
        assertThat(records(TOPICS.telemetry())).isEmpty();
        assertThat(records(TOPICS.watermarks())).isEmpty();
        assertThat(lastManifest())
                .isEqualTo(manifest(spec, RunState.ABORTED, 0, spec.range().from()));
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void shouldReportTheFirstFailureWhenSendItselfThrows() {
        producer.throwAt(TOPICS.telemetry(), 3, new RegistryUnavailableException("schema registry [x]: down", null));

        PublishException failure = failure(spec(1));

        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure)
                .hasMessage("schema registry [x]: down; none of the 50 readings of run aaaaaaaa are committed");
        assertThat(records(TOPICS.telemetry())).isEmpty();
    }

    @Test
    void shouldSayThatAnotherGeneratorTookOverWhenFenced() {
        producer.throwAt(TOPICS.telemetry(), 10, new ProducerFencedException("epoch 3 is old"));
        RunSpec spec = spec(1);

        PublishException failure = failure(spec);

        assertThat(failure.reason()).isEqualTo(Reason.FENCED);
        assertThat(failure)
                .hasMessage(
                        "another generator of site_id=5 took over (transactional.id minerstream-generate-site-5); run one"
                                + " generator of a site at a time; none of the 50 readings of run " + spec.id()
                                + " are committed");
        assertThat(producer.transactionAborted())
                .as("a fenced producer must not try")
                .isFalse();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void shouldSayThatAnotherGeneratorTookOverWhenTheEpochIsOld() {
        producer.failAt(TOPICS.telemetry(), 10, new InvalidProducerEpochException("old"));

        assertThat(failure(spec(1)).reason()).isEqualTo(Reason.FENCED);
    }

    @Test
    void shouldTellTheTransactionTimeoutFromAnotherGenerator() {
        properties.put("transaction.timeout.ms", "0");
        producer.failAt(TOPICS.telemetry(), 10, new InvalidProducerEpochException("old"));

        assertThat(failure(spec(1)))
                .hasMessage(
                        "the broker aborted the transaction because it was open for longer than transaction.timeout.ms;"
                                + " raise it, or look for what slows this host or the cluster down; none of the 50 readings of run"
                                + " aaaaaaaa are committed");
    }

    @Test
    void shouldCommitAgainWhenACommitTimesOut() {
        producer.timeOutCommits = 3;
        producer.timeOutFromCommit = 1;

        PublishException failure = failure(spec(1));

        assertThat(failure.reason()).isEqualTo(Reason.UNCERTAIN);
        assertThat(failure)
                .hasMessage(
                        "Kafka at broker:9092 did not say whether it committed the last transaction of run aaaaaaaa;"
                                + " start the same command again: it resumes after what is committed");
        producer = new ScriptedProducer();
        producer.timeOutCommits = 2;
        producer.timeOutFromCommit = 1;
        assertThat(publish(spec(1)).recordsAcknowledged()).isEqualTo(MINERS);
    }

    @Test
    void shouldSayThatKafkaDoesNotAnswer() {
        producer.initTransactionException =
                new TimeoutException("Timeout expired after 60000ms while awaiting InitProducerId");

        PublishException failure = failure(spec(1));

        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure)
                .hasMessage(
                        "Kafka at broker:9092 did not answer in time (Timeout expired after 60000ms while awaiting"
                                + " InitProducerId); check that it runs and that bootstrap.servers is right; no reading was written");
    }

    @Test
    void shouldAbortWhenCancelled() {
        TelemetryPublisher publisher = publisher();
        RunSpec spec = new RunSpec(id("aaaaaaaa"), 5, hours(4), 42, SignalProfile.REFERENCE, 10, false);

        PublishException failure = catchThrowableOfType(
                PublishException.class,
                () -> publisher.publish(FLEET, spec, new RunListener() {
                    @Override
                    public void telemetryProgress(long sent, long acknowledged) {
                        publisher.cancel();
                    }
                }));

        assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(failure).hasMessage("cancelled; none of the 200 readings of run aaaaaaaa are committed");
        assertThat(records(TOPICS.telemetry())).isEmpty();
        assertThat(lastManifest().getState()).isEqualTo(RunState.ABORTED);
    }

    @Test
    void shouldKeepTheHoursThatAreCommittedWhenALaterOneFails() {
        // In the third hour.
        producer.failAt(TOPICS.telemetry(), 2 * MINERS + 5, new TimeoutException("no leader"));
        RunSpec spec = spec(24, CommitPolicy.parse("time-point"), Shard.ALL);

        PublishException failure = failure(spec);

        Instant third = spec.range().at(2);
        assertThat(failure)
                .hasMessage("Kafka at broker:9092 did not answer in time (no leader); check that it runs and that"
                        + " bootstrap.servers is right; run aaaaaaaa: 100 of 1200 readings are committed; start the same"
                        + " command again to resume");
        assertThat(records(TOPICS.telemetry())).hasSize(2 * MINERS);
        assertThat(lastManifest()).isEqualTo(manifest(spec, RunState.STARTED, 100, third));
    }

    @Test
    void shouldStopWaitingForItsRateWhenCancelled() {
        TelemetryPublisher publisher = publisher().at(RateProfile.parse("0.01"));

        PublishException failure = catchThrowableOfType(
                PublishException.class,
                () -> publisher.publish(FLEET, spec(4, CommitPolicy.parse("1"), Shard.ALL), new RunListener() {
                    @Override
                    public void committed(long records) {
                        publisher.cancel();
                    }
                }));

        assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(failure).hasMessageContaining("1 of 200 readings are committed");
    }
}
