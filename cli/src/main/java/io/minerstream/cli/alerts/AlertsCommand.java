package io.minerstream.cli.alerts;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Rule;
import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.SiteOption;
import io.minerstream.cli.report.AlertText;
import io.minerstream.cli.report.AlertsDocument;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.pipeline.Teardown;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.validator.AlertDocument;
import io.minerstream.validator.AlertReader;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.WakeupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the alerts of the topic, or follows them. */
@Command(name = "alerts")
public final class AlertsCommand implements Callable<Integer> {

    private static final Comparator<AlertDocument> OLDEST_FIRST =
            Comparator.comparing(AlertDocument::raisedAt).thenComparing(AlertDocument::fingerprint);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    @Option(names = "--watch", order = HelpGroups.ALERTING)
    private boolean watch;

    @Option(names = "--state", paramLabel = "firing|pending|resolved", order = HelpGroups.ALERTING)
    private AlertState state;

    @Option(names = "--rule", paramLabel = "RULE", order = HelpGroups.ALERTING)
    private Rule rule;

    @Mixin
    private SiteOption site;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        site.given();
        Connections connections = connection.resolve();
        Map<String, String> settings = connections.kafkaProperties();
        try (AlertReader reader = AlertReader.open(connections.topics(), settings, settings)) {
            if (watch) {
                Teardown.during(() -> {}, () -> follow(reader), new Teardown.Stop(reader::stop, STOP_TIMEOUT));
            } else {
                reader.readToEnd();
                List<AlertDocument> newestFirst = current(reader, OLDEST_FIRST.reversed());
                output.print(new AlertsDocument(newestFirst), messages -> new AlertText(messages).table(newestFirst));
            }
        }
        return ExitCode.DONE;
    }

    private Void follow(AlertReader reader) {
        try {
            reader.readToEnd();
            current(reader, OLDEST_FIRST).forEach(this::printLine);
            while (true) {
                reader.poll(POLL).stream()
                        .map(AlertDocument::of)
                        .filter(this::isWanted)
                        .forEach(this::printLine);
            }
        } catch (WakeupException e) {
            return null;
        }
    }

    private List<AlertDocument> current(AlertReader reader, Comparator<AlertDocument> order) {
        return reader.current().values().stream()
                .map(AlertDocument::of)
                .filter(this::isWanted)
                .sorted(order)
                .toList();
    }

    private boolean isWanted(AlertDocument alert) {
        return (state == null || alert.state() == state)
                && (rule == null || alert.rule() == rule)
                && (site.given().isEmpty() || site.given().get().equals(alert.siteId()));
    }

    private void printLine(AlertDocument alert) {
        output.printLine(alert, messages -> new AlertText(messages).line(alert));
    }
}
