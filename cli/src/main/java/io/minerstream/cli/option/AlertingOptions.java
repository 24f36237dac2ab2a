package io.minerstream.cli.option;

import io.minerstream.validator.delivery.TargetConfig.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Who is told of alerts. Logins and TLS are settings of the file of {@code --command-config}: arguments show in process lists. */
public final class AlertingOptions {

    @Option(
            names = "--alertmanager-url",
            paramLabel = "URL",
            split = ",",
            order = HelpGroups.ALERTING,
            defaultValue = "${env:MINERSTREAM_ALERTMANAGER_URL}")
    private List<String> alertmanagerUrls;

    @Option(
            names = "--webhook-url",
            paramLabel = "URL",
            split = ",",
            order = HelpGroups.ALERTING,
            defaultValue = "${env:MINERSTREAM_WEBHOOK_URL}")
    private List<String> webhookUrls;

    /** The settings that are given so; others win over none of them. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        put(settings, Kind.ALERTMANAGER, alertmanagerUrls);
        put(settings, Kind.WEBHOOK, webhookUrls);
        return settings;
    }

    private static void put(Map<String, String> settings, Kind kind, List<String> urls) {
        String text = urls == null ? "" : String.join(",", urls);
        if (!text.isBlank()) {
            settings.put(kind.urlSetting(), text);
        }
    }
}
