package io.minerstream.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No secret survives, wherever it stands, and everything else does. */
class SecretsPropertyTest {

    private static final List<String> SECRET_PARAMETERS =
            List.of("password", "sslpassword", "PassWord", "basic.auth", "access_token", "client-secret");

    private static final List<String> SECRET_KEYS = List.of(
            "ssl.keystore.password",
            "ssl.key.password",
            "ssl.keystore.key",
            "schema.registry.basic.auth.user.info",
            "connect.bearer.auth.token",
            "sasl.oauthbearer.client.credentials.client.secret",
            "producer.override.sasl.jaas.config",
            "connection.password",
            "sasl.oauthbearer.assertion.private.key.passphrase");

    @Property
    void shouldHideUserInfoOfUrls(@ForAll("secrets") String secret, @ForAll("plainUrls") PlainUrl url) {
        String text = url.with("user:" + secret + "@", "");
        assertThat(Secrets.areInUrl(text)).isTrue();
        assertThat(Secrets.hideInUrl(text)).isEqualTo(url.with("[hidden]@", ""));
        assertThat(Secrets.hideInText("the driver refused '" + text.replace("'", "%27") + "': no route"))
                .isEqualTo("the driver refused '" + url.with("[hidden]@", "") + "': no route");
        assertThat(Secrets.hideInText("GET " + url.with("user:" + encoded(secret) + "@", "") + " failed: x@y"))
                .isEqualTo("GET " + url.with("[hidden]@", "") + " failed: x@y");
    }

    @Property
    void shouldHideParametersOfUrls(
            @ForAll("secrets") String secret,
            @ForAll("secretParameters") String name,
            @ForAll("plainUrls") PlainUrl url) {
        // A bare & ends a parameter for every driver.
        String text = url.with("", name + "=" + secret.replace("&", "%26"));
        String hidden = url.with("", name + "=[hidden]");
        assertThat(Secrets.areInUrl(text)).isTrue();
        assertThat(Secrets.hideInUrl(text)).isEqualTo(hidden);
        assertThat(Secrets.hideInText("cannot open " + url.with("", name + "=" + encoded(secret)) + " in 10 s"))
                .isEqualTo("cannot open " + hidden + " in 10 s");
    }

    @Property
    void shouldLeaveUrlsWithoutSecrets(@ForAll("plainUrls") PlainUrl url) {
        String text = url.with("", "user=sink@tenant");
        assertThat(Secrets.areInUrl(text)).isFalse();
        assertThat(Secrets.hideInUrl(text)).isEqualTo(text);
        assertThat(Secrets.hideInText("no route to " + text + ", mail to admin@example.org"))
                .isEqualTo("no route to " + text + ", mail to admin@example.org");
    }

    @Property
    void shouldHideSettings(
            @ForAll("secrets") String secret, @ForAll("secretKeys") String key, @ForAll("plainTexts") String plain) {
        assertThat(Secrets.hideInSettings(
                        Map.of(key, secret, "client.id", plain, "basic.auth.credentials.source", "URL")))
                .isEqualTo(Map.of(key, "[hidden]", "client.id", plain, "basic.auth.credentials.source", "URL"));
        assertThat(Secrets.hideInText("client.id=" + plain + "\n" + key + "=" + secret + "\nacks=all"))
                .isEqualTo("client.id=" + plain + "\n" + key + "=[hidden]\nacks=all");
    }

    @Property
    void shouldHidePasswordsOfJaasConfigs(@ForAll("secrets") String secret, @ForAll("plainTexts") String user) {
        String jaas =
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";";
        assertThat(Secrets.hideInText("Value not specified in " + jaas.formatted(user, escaped(secret))))
                .isEqualTo("Value not specified in "
                        + jaas.formatted(user, "SECRET").replace("\"SECRET\"", "[hidden]"));
        Secrets known = Secrets.of(Map.of("sasl.jaas.config", jaas.formatted(user, escaped(secret))));
        assertThat(known.hide(user + " cannot log in with <" + secret + ">"))
                .isEqualTo(user + " cannot log in with <[hidden]>");
    }

    @Property
    void shouldHideFieldsOfConnectorJson(
            @ForAll("secrets") String secret, @ForAll("secretKeys") String key, @ForAll("plainTexts") String plain) {
        String json = "{\"name\": \"sink\", \"config\": {\"topics\": \"%s\", \"%s\": \"%s\", \"tasks.max\": \"6\"}}";
        assertThat(Secrets.hideInText(json.formatted(plain, key, escaped(secret))))
                .isEqualTo(json.formatted(plain, key, "[hidden]"));
        String reference = "${file:/etc/secrets.properties:password}";
        assertThat(Secrets.hideInText(json.formatted(plain, key, reference)))
                .isEqualTo(json.formatted(plain, key, reference));
    }

    @Property
    void shouldHideKnownSecretsWhereverTheyAreQuoted(
            @ForAll("secrets") String secret, @ForAll("secretKeys") String key, @ForAll("plainUrls") PlainUrl url) {
        List<Map<String, String>> settings = List.of(
                Map.of(key, secret),
                Map.of("basic.auth.user.info", "user:" + secret),
                Map.of("schema.registry.url", url.with("user:" + secret + "@", "")),
                Map.of("schema.registry.url", url.with("user:" + encoded(secret) + "@", "")),
                Map.of("connection.url", url.with("", "password=" + encoded(secret))));
        for (Map<String, String> setting : settings) {
            assertThat(Secrets.of(setting)
                            .hide("Invalid value <%s>, <%s>, <%s> for sink@tenant of topic telemetry"
                                    .formatted(secret, encoded(secret), escaped(secret))))
                    .isEqualTo("Invalid value <[hidden]>, <[hidden]>, <[hidden]> for sink@tenant of topic telemetry");
        }
    }

    /** A URL without secrets. */
    record PlainUrl(String scheme, String hosts, String path) {
        String with(String userInfo, String parameter) {
            return scheme + "://" + userInfo + hosts + path
                    + (parameter.isEmpty() ? "?ssl=true" : "?ssl=true&" + parameter + "&connectTimeout=10");
        }
    }

    @Provide
    Arbitrary<PlainUrl> plainUrls() {
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.of("http", "https", "jdbc:postgresql", "jdbc:mysql"),
                        Arbitraries.of("db", "db.example.org:5432", "a:1,b:2", "127.0.0.1:80", "[::1]:5432"),
                        Arbitraries.of("", "/mining", "/apis/ccompat/v7"))
                .as(PlainUrl::new);
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withChars("/@:% \"'?&=;#+,\\[]{}$<>")
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofMinLength(1)
                .ofMaxLength(20)
                // A password that begins like a port and a path is read as these; the end tells its remains from other
                // text.
                .map(secret -> "s3" + secret + "Zq");
    }

    @Provide
    Arbitrary<String> secretParameters() {
        return Arbitraries.of(SECRET_PARAMETERS);
    }

    @Provide
    Arbitrary<String> secretKeys() {
        return Arbitraries.of(SECRET_KEYS);
    }

    @Provide
    Arbitrary<String> plainTexts() {
        return Arbitraries.strings()
                .withChars("./@-_")
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofMinLength(1)
                .ofMaxLength(20)
                .map(text -> "m" + text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
