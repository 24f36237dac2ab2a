package io.minerstream.validator.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.minerstream.validator.delivery.AlertDelivery;
import io.minerstream.validator.delivery.TargetStatus;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/** Metrics of the delivery of alerts, for each Alertmanager and webhook. */
final class DeliveryMetrics implements MeterBinder {

    private static final String TARGET = "target";

    private final AlertDelivery delivery;

    DeliveryMetrics(AlertDelivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (TargetStatus status : delivery.targets()) {
            String target = status.target();
            FunctionCounter.builder("minerstream_delivered_alerts", this, it -> it.value(target, TargetStatus::sent))
                    .description("Alerts that a target took, firing ones that were sent again among them.")
                    .tag(TARGET, target)
                    .register(registry);
            FunctionCounter.builder("minerstream_failed_deliveries", this, it -> it.value(target, TargetStatus::failed))
                    .description("Requests to a target without success; they are repeated.")
                    .tag(TARGET, target)
                    .register(registry);
            FunctionCounter.builder("minerstream_refused_alerts", this, it -> it.value(target, TargetStatus::refused))
                    .description("Alerts that a target refused, and that were dropped.")
                    .tag(TARGET, target)
                    .register(registry);
            Gauge.builder("minerstream_pending_deliveries", this, it -> it.value(target, TargetStatus::pending))
                    .description("Changes of alerts that a target has still to take.")
                    .tag(TARGET, target)
                    .register(registry);
            Gauge.builder(
                            "minerstream_delivery_timestamp_seconds",
                            this,
                            it -> it.value(target, found -> found.lastSuccess()
                                    .map(Instant::getEpochSecond)
                                    .orElse(0L)))
                    .description("Time of the last request that a target took; 0 before the first.")
                    .tag(TARGET, target)
                    .register(registry);
        }
    }

    /** 0 while the delivery starts anew. */
    private double value(String target, ToDoubleFunction<TargetStatus> field) {
        return delivery.targets().stream()
                .filter(status -> status.target().equals(target))
                .mapToDouble(field)
                .findFirst()
                .orElse(0);
    }
}
