package io.minerstream.schemas.access;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who the brokers take the clients for, as far as the client can know: Kafka does not tell it.
 *
 * @param name for example {@code User:alice}; null when only the brokers know
 */
public record ClientPrincipal(String name) {

    private static final String JAAS = "sasl.jaas.config";
    private static final String PROTOCOL = "security.protocol";

    /** The login modules of PLAIN and SCRAM name their user so. */
    private static final Pattern USER = Pattern.compile("\\busername\\s*=\\s*(?:\"([^\"]+)\"|'([^']+)'|([^\\s;\"']+))");

    /** The principal of clients with these settings. */
    public static ClientPrincipal of(Map<String, ?> properties) {
        Object protocol = properties.get(PROTOCOL);
        Object jaas = properties.get(JAAS);
        if (protocol == null || protocol.toString().equals("PLAINTEXT")) {
            return new ClientPrincipal("User:ANONYMOUS");
        }
        Matcher user = USER.matcher(jaas == null ? "" : jaas.toString());
        if (!protocol.toString().startsWith("SASL") || !user.find()) {
            return new ClientPrincipal(null);
        }
        for (int group = 1; group <= user.groupCount(); group++) {
            if (user.group(group) != null) {
                return new ClientPrincipal("User:" + user.group(group));
            }
        }
        return new ClientPrincipal(null);
    }

    /**
     * A sentence about a right that is missing.
     *
     * @param resource for people, for example {@code topic x}
     * @param right what is missing, in Kafka's words, for example {@code Write}
     * @param got what it may do instead
     * @param options of {@code kafka-acls.sh} that name the resource
     */
    public String lacks(String resource, String right, String got, String options) {
        String operations = " --operation " + right.replace(" and ", " --operation ");
        return "%s: %s must be allowed to %s, %s; grant it: kafka-acls.sh --add --allow-principal %s%s %s"
                .formatted(
                        resource,
                        name == null ? "the principal of the client" : name,
                        right,
                        got,
                        name == null ? "PRINCIPAL" : name,
                        operations,
                        options);
    }
}
