package io.minerstream.cli.report;

import io.minerstream.producer.live.LiveResult;
import io.minerstream.producer.live.LiveSpec;
import io.minerstream.producer.live.LiveTimePoint;
import io.minerstream.producer.run.RunSpec;
import io.minerstream.schemas.run.DurationText;
import java.time.Instant;
import java.util.List;

/** A live session for people. Immutable. */
public final class LiveText {

    private final Messages messages;

    public LiveText(Messages messages) {
        this.messages = messages;
    }

    /**
     * A run that starts or resumes.
     *
     * @param next its first time point that is to come
     */
    public String run(RunSpec run, Instant next) {
        return messages.text(
                next.equals(run.range().from()) ? "live.run" : "live.run.resumed",
                run.id().text(),
                run.range().from().toString(),
                run.range().to().toString(),
                next.toString());
    }

    /**
     * A time point that is committed.
     *
     * @param records readings of the session so far
     */
    public String timePoint(LiveTimePoint timePoint, long records) {
        String late = timePoint
                .late()
                .map(duration -> messages.text("live.late", DurationText.elapsed(duration)))
                .orElseGet(() -> messages.text("live.history"));
        return messages.text("live.point", timePoint.time().toString(), timePoint.records(), late, records);
    }

    /** The end of a session, a line each. */
    public List<String> end(LiveSpec spec, LiveResult result) {
        return List.of(
                messages.text("live.title", spec.siteId(), result.timePoints(), result.records(), result.runs()),
                messages.text(
                        result.ended() ? "live.ended" : "live.stopped",
                        result.next().toString()));
    }
}
