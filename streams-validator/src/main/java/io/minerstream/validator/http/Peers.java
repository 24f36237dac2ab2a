package io.minerstream.validator.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.streams.state.HostInfo;
import org.eclipse.jetty.http.HttpHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks other instances of the application, with the credentials of the request that is answered. Thread-safe. */
final class Peers {

    /** Header of a request that comes from an instance. */
    static final String FORWARDED = "MinerStream-Forwarded";

    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String scheme;
    private final HttpClient client;

    /** @param tls empty when the instances speak plain HTTP */
    Peers(Optional<SSLContext> tls) {
        this.scheme = tls.isPresent() ? "https" : "http";
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /**
     * The other instance's answer, status and body unchanged.
     *
     * @param path of the resource
     * @param authorization header of the request; null when it had none
     */
    HttpAnswer ask(HostInfo peer, String path, String authorization) {
        URI uri = URI.create("%s://%s:%s%s".formatted(scheme, peer.host(), peer.port(), path));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(TIMEOUT).header(FORWARDED, "true");
        if (authorization != null) {
            request.header(HttpHeader.AUTHORIZATION.asString(), authorization);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return HttpAnswer.of(response);
        } catch (IOException e) {
            LOG.atInfo().addKeyValue("uri", uri).log("another instance does not answer: {}", e.toString());
            return HttpAnswer.unavailable(
                    "the instance at %s:%s, which has the state, must answer, does not; try again when it"
                                    .formatted(peer.host(), peer.port())
                            + " is back or its partitions have moved");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HttpAnswer.unavailable("this instance is stopping");
        }
    }
}
