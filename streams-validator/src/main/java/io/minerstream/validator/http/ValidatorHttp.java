package io.minerstream.validator.http;

import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.delivery.AlertDelivery;
import io.minerstream.validator.query.MinerQuery;
import io.minerstream.validator.query.SiteQuery;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.streams.state.HostInfo;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one instance of the validator over HTTP. {@link #bind} comes first, because the instance tells the others its {@link
 * #advertised address}; then the instance is created and {@linkplain #serve served}.
 */
public final class ValidatorHttp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ValidatorHttp.class);

    private static final int MOST_THREADS = 16;
    private static final int LEAST_THREADS = 4;
    private static final int IDLE_TIMEOUT_MS = 30_000;

    private final HttpAddress address;
    private final HttpSettings settings;
    private final Optional<SSLContext> tls;
    private final Server server;
    private final ServerConnector connector;

    /** Closed in reverse order, after the server has stopped. */
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    private ValidatorHttp(HttpAddress address, HttpSettings settings) {
        this.address = address;
        this.settings = settings;
        this.tls = settings.tls();
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, LEAST_THREADS);
        threads.setName("validator-http");
        threads.setDaemon(true);
        this.server = new Server(threads);
        this.connector = new ServerConnector(server, 1, 1, protocols());
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setIdleTimeout(IDLE_TIMEOUT_MS);
        server.addConnector(connector);
        server.setErrorHandler(ValidatorHttp::refused);
    }

    private ConnectionFactory[] protocols() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        if (tls.isEmpty()) {
            return new ConnectionFactory[] {new HttpConnectionFactory(configuration)};
        }
        // A client may use another name than that of the certificate, for example an address: that is the client's
        // check.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server certificates = new SslContextFactory.Server();
        certificates.setSslContext(tls.get());
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        return new ConnectionFactory[] {new SslConnectionFactory(certificates, http.getProtocol()), http};
    }

    /** What Jetty refuses, such as a malformed request. */
    private static boolean refused(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        HttpHandler.write(
                HttpAnswer.problem(
                        status, "the request must be well-formed HTTP, is refused: " + HttpStatus.getMessage(status)),
                response,
                callback);
        return true;
    }

    /**
     * Takes the address. Requests wait until {@link #serve}.
     *
     * @throws IOException when the address cannot be used
     * @throws org.apache.kafka.common.KafkaException when the certificate or its key cannot be read
     */
    public static ValidatorHttp bind(HttpAddress address, HttpSettings settings) throws IOException {
        ValidatorHttp http = new ValidatorHttp(address, settings);
        http.connector.open();
        return http;
    }

    /** Where it listens, with the port that it got. */
    public String url() {
        return "%s://%s".formatted(tls.isPresent() ? "https" : "http", address.withPort(connector.getLocalPort()));
    }

    /**
     * How other instances reach this one: for {@code application.server}.
     *
     * @throws UnknownHostException when the machine does not know its own name
     */
    public String advertised() throws UnknownHostException {
        HttpAddress given =
                settings.advertised().isPresent() ? settings.advertised().get() : address.advertised();
        return (given.port() == 0 ? given.withPort(connector.getLocalPort()) : given).toString();
    }

    /**
     * Starts to answer. The instance need not run yet.
     *
     * @param delivery of its alerts, for metrics; empty when there is none
     * @throws IOException when the server does not start
     */
    public void serve(TelemetryValidator validator, Optional<AlertDelivery> delivery) throws IOException {
        Results results = new Results(validator.config());
        resources.push(results);
        ValidatorMetrics metrics = new ValidatorMetrics(validator, results, delivery.map(DeliveryMetrics::new));
        resources.push(metrics);
        Api api = new Api(
                HostInfo.buildFromEndpoint(advertised()),
                results,
                new MinerQuery(validator.streams()),
                new SiteQuery(validator.streams()),
                new Peers(tls));
        server.setHandler(new HttpHandler(settings, validator, metrics, api));
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("the HTTP server does not start: " + e.getMessage(), e);
        }
    }

    /** Stops listening at once. */
    @Override
    public void close() {
        stop(server::stop);
        stop(connector);
        while (!resources.isEmpty()) {
            stop(resources.pop());
        }
    }

    private static void stop(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.atWarn().setCause(e).log("a part of the HTTP server did not stop");
        }
    }
}
