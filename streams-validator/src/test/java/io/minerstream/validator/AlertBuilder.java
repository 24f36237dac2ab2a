package io.minerstream.validator;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Evidence;
import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import io.minerstream.avro.TelemetryAlert;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Alerts on the hashrate of a miner of site 5; firing, since 2026-11-22T07:00:00Z. */
public final class AlertBuilder {

    private AlertState state = AlertState.FIRING;
    private Integer site = 5;
    private Integer miner = 17;
    private int miners = 1;
    private Rule rule = Rule.RANGE;
    private String message = "hashrate of miner 17 must be 80 to 120 TH/s, was 12";
    private Instant startsAt = Instant.parse("2026-11-22T07:00:00Z");
    private Instant raisedAt = Instant.parse("2026-11-22T07:00:05Z");
    private Instant resolvedAt;

    private AlertBuilder() {}

    public static AlertBuilder anAlert() {
        return new AlertBuilder();
    }

    public AlertBuilder state(AlertState value) {
        state = value;
        return this;
    }

    public AlertBuilder resolvedAt(Instant value) {
        state = AlertState.RESOLVED;
        resolvedAt = value;
        return this;
    }

    public AlertBuilder miner(int value) {
        miner = value;
        return this;
    }

    /** An alert that stands for miners of a site. */
    public AlertBuilder site(int value, int count) {
        site = value;
        miner = null;
        miners = count;
        return this;
    }

    public AlertBuilder rule(Rule value) {
        rule = value;
        return this;
    }

    public AlertBuilder message(String value) {
        message = value;
        return this;
    }

    public AlertBuilder startsAt(Instant value) {
        startsAt = value;
        return this;
    }

    public AlertBuilder raisedAt(Instant value) {
        raisedAt = value;
        return this;
    }

    public TelemetryAlert build() {
        String metric = rule == Rule.RANGE ? "hashrate" : null;
        return new TelemetryAlert(
                rule.name().toLowerCase(Locale.ROOT)
                        + (metric == null ? "" : "/" + metric)
                        + (miner == null ? "/site/" + site : "/miner/" + miner),
                rule,
                metric,
                Severity.WARNING,
                state,
                site,
                miner,
                "run00001",
                null,
                null,
                startsAt == null ? List.of() : List.of(startsAt),
                null,
                12.0,
                80.0,
                120.0,
                message,
                new Evidence("miner-telemetry", 3, 41L),
                new Evidence("miner-telemetry", 3, 42L),
                raisedAt,
                startsAt,
                resolvedAt,
                miners,
                miner == null ? List.of(1, 2, 3) : List.of());
    }
}
