package io.minerstream.connect.sink;

import io.minerstream.schemas.access.Secrets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Connector settings that guarantees depend on and users cannot override.
 *
 * @param reasons guarantee by setting
 */
record OwnedSettings(Map<String, String> reasons) {

    /** Settings of all sinks. */
    private static final Map<String, String> OF_EVERY_SINK = Map.of(
            "topics", "the topic names come from the topic settings",
            "consumer.override.isolation.level", "records of aborted transactions must not reach the table",
            "consumer.override.auto.offset.reset", "no record before the connector's first start may be missed",
            "errors.retry.timeout", "an outage of the registry must not send good records to the dead letters");

    /**
     * The settings of every sink with those of one.
     *
     * @param more guarantee by setting
     */
    static OwnedSettings with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(OF_EVERY_SINK);
        all.putAll(more);
        return new OwnedSettings(Map.copyOf(all));
    }

    /**
     * A copy of the overrides.
     *
     * @throws IllegalArgumentException naming every override that is owned or shows a secret
     */
    Map<String, String> requireAllowed(Map<String, String> overrides) {
        List<String> errors = new ArrayList<>();
        new TreeMap<>(overrides).forEach((setting, value) -> {
            if (reasons.containsKey(setting)) {
                errors.add(setting + ": must not be overridden, got '" + Secrets.hideInSetting(setting, value) + "'; "
                        + reasons.get(setting));
            } else if (Secrets.isSecretKey(setting) && !Secrets.isReference(value)) {
                errors.add(setting
                        + ": must be a reference such as ${file:/path/secrets.properties:key}, got another text "
                        + "(not shown)");
            } else if (Secrets.areInUrl(value)) {
                errors.add(
                        setting + ": must not hold credentials, got some (not shown); Connect's REST API shows it to "
                                + "anyone");
            }
        });
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", errors));
        }
        return Map.copyOf(overrides);
    }
}
