package io.minerstream.cli.report;

import io.minerstream.validator.AlertDocument;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Alerts for people. Their messages are in English, as the validator wrote them. Immutable. */
public final class AlertText {

    private static final String NONE = "-";

    private final Messages messages;

    public AlertText(Messages messages) {
        this.messages = messages;
    }

    /** A line for each alert, below a heading. */
    public List<String> table(List<AlertDocument> alerts) {
        if (alerts.isEmpty()) {
            return List.of(messages.text("alerts.none"));
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                messages.text("alerts.changed"),
                messages.text("alerts.state"),
                messages.text("alerts.severity"),
                messages.text("alerts.rule"),
                messages.text("alerts.site"),
                messages.text("alerts.miner"),
                messages.text("alerts.since"),
                messages.text("alerts.message")));
        alerts.forEach(alert -> rows.add(cells(alert)));
        return Columns.table(rows, Set.of());
    }

    /** One change of state. */
    public String line(AlertDocument alert) {
        return String.join("  ", cells(alert));
    }

    private List<String> cells(AlertDocument alert) {
        return List.of(
                time(alert.raisedAt()),
                messages.word("alerts.state", alert.state()),
                messages.word("alerts.severity", alert.severity()),
                alert.rule().name(),
                alert.siteId() == null ? NONE : String.valueOf(alert.siteId()),
                alert.minerId() == null
                        ? messages.text("alerts.miners", alert.miners())
                        : String.valueOf(alert.minerId()),
                time(alert.startsAt()),
                alert.message());
    }

    private static String time(Instant time) {
        return time == null ? NONE : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
