package io.minerstream.schemas.access;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The principal as which the brokers authenticate the clients, derived from the client settings: Kafka does not report it.
 *
 * @param name for example {@code User:alice}; null if it cannot be derived
 */
public record ClientPrincipal(String name) {

    private static final String JAAS = "sasl.jaas.config";
    private static final String PROTOCOL = "security.protocol";

    /** The user option of the PLAIN and SCRAM login modules. */
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
        return Stream.of(user.group(1), user.group(2), user.group(3))
                .filter(Objects::nonNull)
                .map(name -> new ClientPrincipal("User:" + name))
                .findFirst()
                .orElseThrow();
    }

    /**
     * A sentence about a missing right.
     *
     * @param resource for display, for example {@code topic x}
     * @param right the missing right as Kafka names it, for example {@code Write}
     * @param got the rights that it has
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
