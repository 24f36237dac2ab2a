package io.minerstream.schemas.access;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps secrets out of logs, messages, previews and JSON. The static methods recognize a secret by its position: under the name of a
 * setting, or in a URL. An instance knows the values of given settings and hides them anywhere. Immutable.
 *
 * <p>An ambiguous URL counts as one with a secret, except that {@code //host:5432/...} begins with a host
 * and its port.
 */
public final class Secrets {

    /** What stands in place of a secret. */
    private static final String HIDDEN = "[hidden]";

    private static final Pattern SECRET_KEY = Pattern.compile(
            "(?s).*(passw(or)?d|passphrase|secret|token|credential|user[._]info|(basic|bearer)[._]auth|jaas|private[._]key"
                    + "|api[._-]?key|authorization|keystore[._](key|certificate[._]chain)|truststore[._]certificates).*"
                    + "(?<!\\.(source|url|location|file|client\\.id))",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern USER_INFO_KEY = Pattern.compile("(?i).*user[._]info");

    /** {@code ${provider:path:key}}: a reference to a secret, not the secret. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}:]+:[^}]*}");

    // Passwords may hold any of / ? @ : =, and parameters an @.
    private static final Pattern USER_INFO =
            Pattern.compile("(?s)(?<=:)//(?!\\[hidden]@)((?!\\[)[^/?@:=]*:(?!\\d{1,5}([/?,;]|$)).*|[^=]*|[^/?]*)@");

    private static final String NAME = "[\\w.-]+";
    /** A value ends where the next parameter begins. */
    private static final Pattern PARAMETER =
            Pattern.compile("(?s)([?&])(" + NAME + ")=(.*?)(?=&" + NAME + "=|$)|(;)(" + NAME + ")=([^;]*)");

    private static final Pattern URL = Pattern.compile(
            "(?<=')[a-z][a-z0-9+.:-]*:[^'\\n]*(?=')|[a-z][a-z0-9+.:-]*://[^\\s'\"<>]+", Pattern.CASE_INSENSITIVE);

    private static final Pattern JSON_FIELD =
            Pattern.compile("\"(" + NAME + ")\"\\s*:\\s*(\"(?:\\\\.|[^\"\\\\])*\"|[^\\s,}\\]\"{\\[]+)", Pattern.DOTALL);

    private static final Pattern PROPERTY_LINE = Pattern.compile("(?m)^\\h*(" + NAME + ")\\h*=\\h*(.*)$");

    private static final Pattern PAIR = Pattern.compile(
            "(?<![\\w.-])(" + NAME
                    + ")\\h*=\\h*(\\[hidden]|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|[^\\s,;&})\\]]+)",
            Pattern.DOTALL);

    /** The longest first: a secret that begins another one would leave the rest of that one in the text. */
    private final List<String> values;

    private Secrets(Stream<String> values) {
        this.values = values.distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The secrets among settings, by their names; references to secrets are none. */
    public static Secrets of(Map<String, ?> settings) {
        return new Secrets(settings.entrySet().stream()
                .filter(setting -> setting.getValue() != null)
                .flatMap(setting ->
                        secretsOf(setting.getKey(), setting.getValue().toString()))
                .filter(secret -> !secret.isBlank())
                .flatMap(Secrets::forms));
    }

    /** These secrets and those among further settings. */
    public Secrets and(Map<String, ?> settings) {
        return new Secrets(Stream.concat(values.stream(), of(settings).values.stream()));
    }

    /** Hides these secrets, and what {@link #hideInText} finds. */
    public String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, HIDDEN);
        }
        return hideInText(hidden);
    }

    private static Stream<String> secretsOf(String key, String value) {
        if (isReference(value)) {
            return Stream.empty();
        }
        if (!isSecretKey(key)) {
            Stream<String> users = USER_INFO.matcher(value).results().map(user -> user.group(1));
            Stream<String> parameters = PARAMETER
                    .matcher(value)
                    .results()
                    .filter(Secrets::isSecretParameter)
                    .map(parameter -> parameter.group(parameter.group(2) != null ? 3 : 6));
            return Stream.concat(users.flatMap(Secrets::userAndPassword), parameters)
                    .flatMap(secret -> Stream.of(secret, decoded(secret)));
        }
        Stream<String> options = PAIR.matcher(value)
                .results()
                .filter(option -> isSecretKey(option.group(1)))
                .map(option -> option.group(2).replaceAll("^[\"']|[\"']$", "").replaceAll("\\\\(.)", "$1"));
        return Stream.concat(USER_INFO_KEY.matcher(key).matches() ? userAndPassword(value) : Stream.of(value), options);
    }

    private static Stream<String> userAndPassword(String userInfo) {
        return Stream.of(userInfo, userInfo.substring(userInfo.indexOf(':') + 1));
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A lone percent sign: it was not encoded.
            return value;
        }
    }

    /** How JSON, JAAS, URLs and forms spell a value. */
    private static Stream<String> forms(String value) {
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
        return Stream.of(value, escaped, form, form.replace("+", "%20"));
    }

    /** Whether a setting, a URL parameter or a JSON field of this name holds a secret. */
    public static boolean isSecretKey(String key) {
        return SECRET_KEY.matcher(key).matches();
    }

    /** Whether a value is {@code ${provider:path:key}}, which Kafka Connect's worker resolves and never shows. */
    public static boolean isReference(String value) {
        return REFERENCE.matcher(value).matches();
    }

    /** Whether a URL holds credentials: a user before its host, or a parameter with a secret. */
    public static boolean areInUrl(String url) {
        return USER_INFO.matcher(url).find() || PARAMETER.matcher(url).results().anyMatch(Secrets::isSecretParameter);
    }

    /** Hides the secrets of a text that is a URL as a whole. */
    public static String hideInUrl(String url) {
        String withoutUser = USER_INFO.matcher(url).replaceFirst("//" + Matcher.quoteReplacement(HIDDEN) + "@");
        return PARAMETER.matcher(withoutUser).replaceAll(found -> {
            int value = found.group(2) != null ? 3 : 6;
            String upToValue = withoutUser.substring(found.start(), found.start(value));
            return Matcher.quoteReplacement(isSecretParameter(found) ? upToValue + HIDDEN : found.group());
        });
    }

    /** The value of a setting, as it may be shown. */
    public static String hideInSetting(String key, Object value) {
        String text = String.valueOf(value);
        return isSecretKey(key) && !isReference(text) ? HIDDEN : hideInUrl(text);
    }

    /** Settings as they may be shown, by name. */
    public static SortedMap<String, String> hideInSettings(Map<String, ?> settings) {
        SortedMap<String, String> shown = new TreeMap<>();
        settings.forEach((key, value) -> shown.put(key, hideInSetting(key, value)));
        return shown;
    }

    /**
     * Hides secrets in a foreign text, such as the message of a driver: in URLs (up to a space, or between single
     * quotes), JSON fields, {@code name=value} and JAAS options.
     *
     * @param text null stays null
     */
    public static String hideInText(String text) {
        if (text == null) {
            return null;
        }
        String hidden = hideValues(JSON_FIELD, text, '"' + HIDDEN + '"');
        hidden = URL.matcher(hidden).replaceAll(url -> Matcher.quoteReplacement(hideInUrl(url.group())));
        return hideValues(PAIR, hideValues(PROPERTY_LINE, hidden, HIDDEN), HIDDEN);
    }

    /** @param pairs a name in group 1, its value at the end in group 2 */
    private static String hideValues(Pattern pairs, String text, String shown) {
        return pairs.matcher(text).replaceAll(pair -> {
            boolean secret =
                    isSecretKey(pair.group(1)) && !isReference(pair.group(2).replace("\"", ""));
            String upToValue = text.substring(pair.start(), pair.start(2));
            return Matcher.quoteReplacement(secret ? upToValue + shown : pair.group());
        });
    }

    private static boolean isSecretParameter(MatchResult found) {
        return isSecretKey(found.group(2) != null ? found.group(2) : found.group(5));
    }
}
