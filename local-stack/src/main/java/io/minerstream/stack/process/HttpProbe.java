package io.minerstream.stack.process;

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
        // A proxy from the system's settings must not come between us and our own child.
        client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    }

    /**
     * The body of the answer to a GET.
     *
     * @throws IOException when there is no answer within {@code limit}, or one with another status than 200
     */
    public String get(URI uri, Duration limit) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(uri).timeout(limit).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("GET " + uri + ": must answer 200, got " + response.statusCode());
        }
        return response.body();
    }
}
