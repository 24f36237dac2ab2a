package io.minerstream.validator.rule;

import io.minerstream.schemas.run.RunId;

/** The ids by which state and findings name runs, as text. */
public final class RunName {

    private RunName() {}

    /** Eight characters for a run, {@value EventWindows#RUN} for a window of event time. */
    public static String of(long id) {
        return EventWindows.isId(id) ? EventWindows.RUN : RunId.unpack(id).text();
    }
}
