package io.minerstream.connect.rest;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Keeps secrets out of messages: Connect quotes the values that it rejects. */
final class Redaction {

    private static final String HIDDEN = "[hidden]";

    private static final Pattern SECRET_KEY = Pattern.compile(
            ".*(password|passwd|secret|token|credential|user\\.info|jaas\\.config|private\\.key|ssl\\.key).*");

    /** {@code ${provider:path:key}}: where a secret is, not the secret. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}:]+:[^}]*}");

    private Redaction() {}

    /** The values of a connector configuration that are secret. */
    static Collection<String> secretsOf(Map<String, String> connectorConfig) {
        return connectorConfig.entrySet().stream()
                .filter(entry -> isSecretKey(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(value -> value != null
                        && !value.isBlank()
                        && !REFERENCE.matcher(value).matches())
                .toList();
    }

    /** Whether the name of a setting says that its value is secret. */
    static boolean isSecretKey(String key) {
        return SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT)).matches();
    }

    static String hide(String message, Collection<String> secrets, Collection<String> moreSecrets) {
        String text = message;
        // Longest first: a secret that begins another one would leave that one's rest in the message.
        List<String> longestFirst = Stream.concat(secrets.stream(), moreSecrets.stream())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String secret : longestFirst) {
            text = secret.isEmpty() ? text : text.replace(secret, HIDDEN);
        }
        return text;
    }
}
