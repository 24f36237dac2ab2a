package io.minerstream.validator;

import io.minerstream.avro.RuleFailures;
import io.minerstream.avro.StatusSummary;
import io.minerstream.avro.WindowVerdict;
import java.time.Instant;
import java.util.List;

/** Verdicts over one partition: passed, a day of site 5. */
public final class VerdictBuilder {

    private String run = "run00001";
    private int miners = 4;
    private int failed;
    private List<RuleFailures> failures = List.of();
    private List<StatusSummary> statuses = List.of();

    private VerdictBuilder() {}

    public static VerdictBuilder aVerdict() {
        return new VerdictBuilder();
    }

    public VerdictBuilder run(String value) {
        run = value;
        return this;
    }

    public VerdictBuilder miners(int value) {
        miners = value;
        return this;
    }

    public VerdictBuilder failed(int value, List<RuleFailures> rules) {
        failed = value;
        failures = rules;
        return this;
    }

    public VerdictBuilder statuses(List<StatusSummary> value) {
        statuses = value;
        return this;
    }

    public WindowVerdict build() {
        return new WindowVerdict(
                5,
                run,
                Instant.parse("2026-11-22T00:00:00Z"),
                Instant.parse("2026-11-23T00:00:00Z"),
                failed == 0,
                miners,
                miners - failed,
                failed,
                miners * 24L,
                miners * 24L,
                0L,
                failures,
                statuses,
                1,
                Instant.parse("2026-11-24T00:00:00Z"));
    }
}
