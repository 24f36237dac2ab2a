package io.minerstream.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.avro.CurtailmentStrategy;
import io.minerstream.pipeline.strategy.StrategyLanding;
import io.minerstream.pipeline.strategy.StrategyOutcome;
import io.minerstream.producer.strategy.StrategyEntry;
import io.minerstream.producer.strategy.StrategyReport;
import java.util.List;

/** Strategies for programs. */
public final class StrategyJson {

    private StrategyJson() {}

    /** The outcome of several sites. */
    public static ObjectNode of(List<StrategyOutcome> outcomes) {
        ObjectNode json = JsonOutput.object().put("success", outcomes.stream().allMatch(StrategyOutcome::passed));
        ArrayNode sites = json.putArray("sites");
        outcomes.forEach(outcome -> sites.add(of(outcome)));
        return json;
    }

    /** The outcome of one site. */
    static ObjectNode of(StrategyOutcome outcome) {
        StrategyReport report = outcome.report();
        ObjectNode json = JsonOutput.object().put("siteId", report.siteId()).put("passed", outcome.passed());
        outcome.seeded().ifPresent(seeded -> json.put("created", seeded.created())
                .put("removed", seeded.removed())
                .put("existing", seeded.existing())
                .put("skipped", seeded.skipped()));
        json.put("total", report.total()).put("active", report.active());
        JsonOutput.texts(json, "missing", report.missing());
        JsonOutput.texts(json, "extra", report.extra());
        JsonOutput.texts(json, "findings", report.findings());
        ArrayNode strategies = json.putArray("strategies");
        report.strategies().forEach(strategy -> strategies.add(strategy(strategy)));
        json.set("table", landing(outcome.landing()));
        return json;
    }

    /** What the topic holds, those that cannot be read among it. */
    public static ObjectNode ofEntries(List<StrategyEntry> entries) {
        ObjectNode json = JsonOutput.object();
        ArrayNode strategies = json.putArray("strategies");
        ArrayNode unreadable = json.putArray("unreadable");
        for (StrategyEntry entry : entries) {
            if (entry.strategy() != null) {
                strategies.add(strategy(entry.strategy()).put("offset", entry.offset()));
            } else {
                unreadable
                        .addObject()
                        .put("key", entry.key().toString())
                        .put("offset", entry.offset())
                        .put("problem", entry.problem());
            }
        }
        return json;
    }

    private static ObjectNode strategy(CurtailmentStrategy strategy) {
        return JsonOutput.object()
                .put("siteId", strategy.getSiteId())
                .put("name", strategy.getName())
                .put("strategyType", strategy.getStrategyType())
                .put("performanceWeight", strategy.getPerformanceWeight())
                .put("powerEfficiencyWeight", strategy.getPowerEfficiencyWeight())
                .put("uptimeWeight", strategy.getUptimeWeight())
                .put("vipCustomerProtection", strategy.getVipCustomerProtection())
                .put("minUptimeThreshold", strategy.getMinUptimeThreshold())
                .put("isActive", strategy.getIsActive());
    }

    private static ObjectNode landing(StrategyLanding landing) {
        ObjectNode json = JsonOutput.object();
        if (landing instanceof StrategyLanding.Equal equal) {
            return json.put("compared", true).put("equal", true).put("rows", equal.rows());
        }
        if (landing instanceof StrategyLanding.Different different) {
            json.put("compared", true).put("equal", false).put("rows", different.rows());
            JsonOutput.texts(json, "differences", different.differences());
            return json;
        }
        String reason =
                landing instanceof StrategyLanding.NotDeployed ? "connector not deployed" : "no warehouse known";
        return json.put("compared", false).put("reason", reason);
    }
}
