package io.minerstream.cli.report;

import io.minerstream.schemas.run.TimeRange;

/** The time points of a run in words. */
record RunSpan(TimeRange range, Messages messages) {

    /** For example {@code 24 h}, or {@code 288 x 5 min} where readings are not an hour apart. */
    String length() {
        return isHourly()
                ? messages.text("interval.hours", range.timePoints())
                : messages.text("span.length", range.timePoints(), interval());
    }

    /** First and last time point, and how far apart they are unless it is an hour. */
    String bounds() {
        String from = range.from().toString();
        String last = range.last().toString();
        return isHourly()
                ? messages.text("span.bounds", from, last)
                : messages.text("span.bounds.every", from, last, interval());
    }

    private String interval() {
        return messages.interval(range.interval());
    }

    private boolean isHourly() {
        return range.interval().equals(TimeRange.HOURLY);
    }
}
