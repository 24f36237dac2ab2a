package io.minerstream.connect.copy.write;

import io.minerstream.connect.plugin.RejectionLog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.slf4j.LoggerFactory;

/** Hands dead letters to Connect's reporter. */
final class DeadLetterReporter {

    private final ErrantRecordReporter reporter;
    private final RejectionLog log = new RejectionLog(LoggerFactory.getLogger(DeadLetterReporter.class));

    /** @param reporter null when the connector tolerates no errors */
    DeadLetterReporter(ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    /**
     * Returns when all are delivered.
     *
     * @throws SQLException when a partition was closed meanwhile
     * @throws ConnectException when the connector tolerates no errors, or a letter cannot be delivered
     */
    void report(List<DeadLetter> letters) throws InterruptedException, SQLException {
        List<Future<Void>> deliveries = new ArrayList<>();
        for (DeadLetter letter : letters) {
            if (reporter == null) {
                throw fatal(letter, letter.reason());
            }
            log.add(letter.reason().getMessage());
            try {
                deliveries.add(reporter.report(letter.record(), letter.reason()));
            } catch (ConnectException e) {
                throw fatal(letter, e);
            }
        }
        for (int i = 0; i < deliveries.size(); i++) {
            try {
                deliveries.get(i).get();
            } catch (CancellationException e) {
                // Connect gives its letters up with the partition: the batch is written again without it.
                throw new SQLException("a dead letter was withdrawn, as its partition was closed", "57014", e);
            } catch (ExecutionException e) {
                throw fatal(letters.get(i), e.getCause());
            }
        }
    }

    void flushLog() {
        log.flush();
    }

    private static ConnectException fatal(DeadLetter letter, Throwable cause) {
        return new ConnectException(
                "record of topic " + letter.record().originalTopic() + ", partition "
                        + letter.record().originalKafkaPartition() + ", offset "
                        + letter.record().originalKafkaOffset() + ": "
                        + letter.reason().getMessage()
                        + "; nothing of its batch has landed. Correct the table or the record, or let such records become"
                        + " dead letters (errors.tolerance=all and errors.deadletterqueue.topic.name)",
                cause);
    }
}
