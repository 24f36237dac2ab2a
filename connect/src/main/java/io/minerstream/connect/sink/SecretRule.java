package io.minerstream.connect.sink;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells secrets from references to them: Connect's REST API shows every setting to anyone who asks. */
final class SecretRule {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}:]+:[^}]*}");
    private static final Pattern SECRET = Pattern.compile(
            ".*(password|passwd|secret|token|credential|user\\.info|jaas|private\\.key|keystore\\.key).*");
    // Passwords may hold slashes and question marks, parameters an @.
    private static final Pattern URL_WITH_SECRET =
            Pattern.compile("[?&;](ssl)?password=|//([^/?]*|[^=]*)@", Pattern.CASE_INSENSITIVE);

    private SecretRule() {}

    /** Whether a value is {@code ${provider:path:key}}, which the worker resolves and never shows. */
    static boolean isReference(String value) {
        return REFERENCE.matcher(value).matches();
    }

    /** Whether a setting of this name holds a secret. */
    static boolean isSecret(String setting) {
        return SECRET.matcher(setting.toLowerCase(Locale.ROOT)).matches() && !setting.endsWith(".source");
    }

    /** Whether a text is a URL with a password or a user in it. */
    static boolean isUrlWithSecret(String text) {
        return URL_WITH_SECRET.matcher(text).find();
    }
}
