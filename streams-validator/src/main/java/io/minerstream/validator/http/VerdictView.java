package io.minerstream.validator.http;

import io.minerstream.avro.MetricSummary;
import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.WindowVerdict;
import java.time.Instant;
import java.util.List;

/** A verdict as JSON has it: the fields of {@link WindowVerdict}, averages in place of sums. */
record VerdictView(
        int siteId,
        String runId,
        Instant from,
        Instant to,
        boolean passed,
        int miners,
        int minersPassed,
        int minersFailed,
        long expectedRecords,
        long receivedRecords,
        long duplicateRecords,
        List<Failure> failures,
        List<Status> statuses,
        Instant decidedAt) {

    /** Miners that broke a rule. */
    record Failure(String rule, int miners, List<Integer> examples) {
        private static Failure of(RuleFailures failures) {
            return new Failure(failures.getRule().name(), failures.getMiners(), List.copyOf(failures.getExamples()));
        }
    }

    /** Records of the miners of one status. */
    record Status(String status, int miners, long records, Metric hashrate, Metric power, Metric temperature) {
        private static Status of(StatusSummary status) {
            return new Status(
                    status.getStatus(),
                    status.getMiners(),
                    status.getRecords(),
                    Metric.of(status.getHashrate()),
                    Metric.of(status.getPower()),
                    Metric.of(status.getTemperature()));
        }
    }

    /** Average, smallest and largest value; null when there is none. */
    record Metric(long count, Double average, Double min, Double max) {
        private static Metric of(MetricSummary metric) {
            long count = metric.getCount();
            return count == 0
                    ? new Metric(0, null, null, null)
                    : new Metric(count, metric.getSum() / count, metric.getMin(), metric.getMax());
        }
    }

    static VerdictView of(WindowVerdict verdict) {
        return new VerdictView(
                verdict.getSiteId(),
                verdict.getRunId(),
                verdict.getWindowStart(),
                verdict.getWindowEnd(),
                verdict.getPassed(),
                verdict.getMiners(),
                verdict.getMinersPassed(),
                verdict.getMinersFailed(),
                verdict.getExpectedRecords(),
                verdict.getReceivedRecords(),
                verdict.getDuplicateRecords(),
                verdict.getFailures().stream().map(Failure::of).toList(),
                verdict.getStatuses().stream().map(Status::of).toList(),
                verdict.getDecidedAt());
    }
}
