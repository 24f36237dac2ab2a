package io.minerstream.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.producer.live.LiveResult;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.producer.live.LiveTimePoint;
import java.time.Duration;

/** A live session for programs: a line of JSON for each time point, and one at the end. */
public final class LiveJson {

    private LiveJson() {}

    /** A time point; {@code lateSeconds} is null for history. */
    public static String timePoint(LiveTimePoint timePoint) {
        ObjectNode json = JsonOutput.object()
                .put("event", "timePoint")
                .put("runId", timePoint.run().text())
                .put("timePoint", timePoint.time().toString())
                .put("records", timePoint.records())
                .put("history", timePoint.late().isEmpty());
        Duration late = timePoint.late().orElse(null);
        json.put("lateSeconds", late == null ? null : JsonOutput.seconds(late));
        return json.toString();
    }

    /** The end of a session; {@code ended} is false when it was stopped. */
    public static String end(LiveSpec spec, LiveResult result) {
        return JsonOutput.object()
                .put("event", "end")
                .put("ended", result.ended())
                .put("siteId", spec.siteId())
                .put("seed", spec.seed())
                .put("profile", spec.profile().word())
                .put("intervalSeconds", spec.interval().toSeconds())
                .put("runs", result.runs())
                .put("timePoints", result.timePoints())
                .put("records", result.records())
                .put("nextTimePoint", result.next().toString())
                .toString();
    }
}
