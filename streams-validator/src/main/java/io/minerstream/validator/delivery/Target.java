package io.minerstream.validator.delivery;

import io.minerstream.schemas.access.HttpAccess;
import io.minerstream.schemas.access.Secrets;
import io.minerstream.schemas.access.TlsProblem;
import io.minerstream.schemas.wait.Deadline;
import io.minerstream.validator.delivery.TargetConfig.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.utils.ExponentialBackoff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One URL, and what it is still to be told. Used by one thread, except for {@link #status}. */
final class Target {

    private static final Logger LOG = LoggerFactory.getLogger(Target.class);

    private static final long FIRST_WAIT_MS = 1_000;
    private static final double JITTER = 0.2;
    private static final int LONGEST_ANSWER = 500;

    private final TargetConfig config;
    private final URI url;
    private final String name;
    private final HttpClient client;
    private final Secrets secrets;
    private final Outbox outbox;

    /** Null when no batch is out. */
    private CompletableFuture<HttpResponse<String>> request;

    private Deadline deadline;
    private int batch;

    /** Why the last request failed; null after success. */
    private String problem;

    private volatile TargetStatus status;

    /** @param url one of the configuration's */
    Target(TargetConfig config, URI url, HttpClient client) {
        this.config = config;
        this.client = client;
        this.url = config.kind() == Kind.ALERTMANAGER ? URI.create(url + "/api/v2/alerts") : url;
        // The path of a webhook is often a secret.
        this.name = config.kind() == Kind.ALERTMANAGER
                ? Secrets.hideInUrl(url.toString())
                : url.getScheme() + "://" + url.getRawAuthority();
        this.secrets = Secrets.of(config.originals());
        long longest = config.retryMaxWaitMs();
        this.outbox = new Outbox(
                config.batchSize(),
                config.resendInterval(),
                new ExponentialBackoff(Math.min(FIRST_WAIT_MS, longest), 2, longest, JITTER));
        this.status = new TargetStatus(name, 0, 0, 0, 0, Optional.empty());
    }

    Outbox outbox() {
        return outbox;
    }

    TargetStatus status() {
        return status;
    }

    /** Whether an answer is awaited. */
    boolean isBusy() {
        return request != null;
    }

    /**
     * Takes the answer, if it is there or overdue. Does not block.
     *
     * @return whether there was one
     */
    boolean receive(Instant now) {
        boolean answered = request != null && (request.isDone() || deadline.isOver());
        if (answered) {
            // An overdue one closes its connection.
            request.cancel(true);
            handle(now);
            request = null;
        }
        count(0, 0);
        return answered;
    }

    /** Sends the next batch, if there is one. Does not block. */
    void send(Instant now) {
        if (request != null) {
            return;
        }
        List<Notice> notices = outbox.next(now);
        if (!notices.isEmpty()) {
            batch = notices.size();
            deadline = Deadline.in(config.timeout());
            request = client.sendAsync(request(notices, now), BodyHandlers.ofString());
        }
    }

    private HttpRequest request(List<Notice> notices, Instant now) {
        String body = config.kind() == Kind.ALERTMANAGER
                ? Body.forAlertmanager(notices, now, config.resendInterval())
                : Body.forWebhook(notices);
        HttpRequest.Builder builder = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        String authorization = config.access().authorization();
        if (authorization != null) {
            builder.header("Authorization", authorization);
        }
        return builder.build();
    }

    private void handle(Instant now) {
        HttpResponse<String> response;
        try {
            response = request.join();
        } catch (CancellationException e) {
            failed(
                    now,
                    new HttpTimeoutException(
                            "no answer within " + config.timeout().toMillis() + " ms"));
            return;
        } catch (CompletionException e) {
            failed(now, e.getCause());
            return;
        }
        String answer = "HTTP " + response.statusCode() + ": " + text(response.body());
        switch (Answer.of(response.statusCode())) {
            case TAKEN -> taken(now);
            case REFUSED -> refused(answer);
            case LATER -> {
                warn(answer);
                fail(now);
            }
            case MISCONFIGURED -> {
                misconfigured(answer);
                fail(now);
            }
        }
    }

    private void taken(Instant now) {
        if (problem != null) {
            LOG.atInfo().addKeyValue("target", name).log("alerts are delivered again");
            problem = null;
        }
        outbox.taken(now);
        status = new TargetStatus(
                name, status.sent() + batch, status.failed(), status.refused(), outbox.pending(), Optional.of(now));
    }

    private void failed(Instant now, Throwable failure) {
        Optional<String> tls = TlsProblem.of(failure);
        if (tls.isPresent()) {
            misconfigured(tls.get() + "; " + config.kind().prefix() + "ssl.* are the settings");
        } else {
            warn(failure instanceof IOException io ? HttpAccess.describe(io) : failure.toString());
        }
        fail(now);
    }

    private void fail(Instant now) {
        outbox.failed(now);
        count(1, 0);
    }

    private void refused(String answer) {
        List<Notice> dropped = outbox.refused();
        for (Notice notice : dropped) {
            LOG.atError()
                    .addKeyValue("target", name)
                    .addKeyValue("alert", notice.fingerprint())
                    .log(
                            "the target must take the alert, refused it: {}; it is not sent again unless it changes",
                            answer);
        }
        count(1, dropped.size());
    }

    /** Once while the reason is the same. */
    private void warn(String reason) {
        if (!reason.equals(problem)) {
            LOG.atWarn()
                    .addKeyValue("target", name)
                    .log("alerts cannot be delivered, tried again until they are: {}", reason);
        }
        problem = reason;
    }

    private void misconfigured(String reason) {
        if (!reason.equals(problem)) {
            LOG.atError()
                    .addKeyValue("target", name)
                    .log(
                            "alerts cannot be delivered: {}; check {} and the login (tried again meanwhile)",
                            reason,
                            config.kind().urlSetting());
        }
        problem = reason;
    }

    private void count(int failed, int refused) {
        status = new TargetStatus(
                name,
                status.sent(),
                status.failed() + failed,
                status.refused() + refused,
                outbox.pending(),
                status.lastSuccess());
    }

    private String text(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return secrets.hide(line.length() > LONGEST_ANSWER ? line.substring(0, LONGEST_ANSWER) + " ..." : line);
    }
}
