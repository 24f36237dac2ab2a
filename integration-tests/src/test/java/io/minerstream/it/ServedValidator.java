package io.minerstream.it;

import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.validator.HttpServing;
import io.minerstream.pipeline.validator.ValidatorSettings;
import io.minerstream.pipeline.validator.Validators;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.http.HttpAddress;
import io.minerstream.validator.http.HttpSettings;
import io.minerstream.validator.http.ValidatorHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An instance of the validator with TLS and a token, as {@code validate --http} runs it. */
record ServedValidator(ValidatorHttp http, TelemetryValidator validator, HttpClient client) implements AutoCloseable {

    static final String TOKEN = "scrape-token";

    /** @param keystore of the server: PKCS12 or PEM */
    static ServedValidator start(
            Connections connections,
            Path state,
            TestCertificates certificates,
            Map<String, String> keystore,
            Consumer<Throwable> onFatal)
            throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bearer.auth.token",
                TOKEN,
                "ssl.truststore.location",
                certificates.truststore().toString(),
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.password",
                TestCertificates.PASSWORD));
        settings.putAll(keystore);
        ValidatorHttp http = HttpServing.bind(HttpAddress.parse("0"), new HttpSettings(settings));
        TelemetryValidator validator = Validators.create(
                connections,
                ValidatorSettings.of(state, Duration.ofSeconds(2)),
                HttpServing.streamsSettings(http),
                onFatal);
        HttpServing.serve(http, validator, Optional.empty());
        Validators.start(validator);
        return new ServedValidator(http, validator, client(certificates));
    }

    /** A client that trusts the certificate. */
    private static HttpClient client(TestCertificates certificates) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificates.truststore())) {
            trusted.load(in, TestCertificates.PASSWORD.toCharArray());
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(path, "Bearer " + TOKEN);
    }

    HttpResponse<String> get(String path, String authorization) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(http.url() + path))
                        .header("Authorization", authorization)
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public void close() {
        validator.close();
        http.close();
    }
}
