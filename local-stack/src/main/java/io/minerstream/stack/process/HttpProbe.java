package io.minerstream.stack.process;

import io.minerstream.schemas.access.HttpAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a service on 127.0.0.1 over HTTP. Thread-safe. */
public final class HttpProbe {

    private final HttpClient client;

    public HttpProbe() {
        client = HttpClient.newBuilder()
                // One from the system's settings must not come between us and our own child.
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(HttpAccess.withoutTls())
                .build();
    }

    /** As {@link #get(URI, String, Duration)}, without a login. */
    public String get(URI uri, Duration limit) throws IOException, InterruptedException {
        return get(HttpRequest.newBuilder(uri), uri, limit);
    }

    /**
     * The body of the answer to a GET.
     *
     * @param authorization value of the header of this name
     * @throws IOException when there is no answer within {@code limit}, or one with another status than 200
     */
    public String get(URI uri, String authorization, Duration limit) throws IOException, InterruptedException {
        return get(HttpRequest.newBuilder(uri).header("Authorization", authorization), uri, limit);
    }

    private String get(HttpRequest.Builder request, URI uri, Duration limit) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(request.timeout(limit).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("GET " + uri + ": must answer 200, got " + response.statusCode());
        }
        return response.body();
    }
}
