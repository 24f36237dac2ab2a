package io.minerstream.schemas.serde;

import io.minerstream.schemas.access.Secrets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/**
 * Address of a schema registry, with its credentials split off so that no message and no log can show them.
 *
 * @param address scheme, host and path: safe to show
 * @param userInfo {@code user:password} as the URL had it, null for none
 */
record RegistryUrl(String address, String userInfo) {

    private static final String MOCK = "mock://";

    private static final Pattern FORM = Pattern.compile("(https?://)(?:(.*)@)?([^@/]+[^@]*)", Pattern.CASE_INSENSITIVE);

    /** @throws ConfigException when the text is no such URL; the message shows no credentials */
    static RegistryUrl parse(String text) {
        if (text.startsWith(MOCK)) {
            return new RegistryUrl(text, null);
        }
        Matcher url = FORM.matcher(text);
        if (!url.matches()) {
            throw new ConfigException(RegistryConfig.URL + ": must start with http://, https:// or mock:// "
                    + "and name a host, got '" + Secrets.hideInUrl(text.substring(text.lastIndexOf('@') + 1)) + "'");
        }
        return new RegistryUrl(url.group(1) + url.group(3), url.group(2));
    }

    boolean isMock() {
        return address.startsWith(MOCK);
    }

    /** Of {@code mock://scope}: the scope. */
    String mockScope() {
        return address.substring(MOCK.length());
    }
}
