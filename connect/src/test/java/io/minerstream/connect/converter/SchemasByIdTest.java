package io.minerstream.connect.converter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Converters of several tasks against one registry. */
class SchemasByIdTest {

    private static final int TASKS = 8;
    private static final Schema STRING = Schema.create(Schema.Type.STRING);
    private static final byte[] MESSAGE = WireFixture.bytes("00 00 00 00 07 02 61");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger lookups = new AtomicInteger();
    private final CountDownLatch allWait = new CountDownLatch(1);
    private final List<AvroConverter> tasks = new ArrayList<>();
    private volatile int status = 200;
    private HttpServer server;
    private Map<String, Object> config;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = "[]";
            int answered = 200;
            if (exchange.getRequestURI().getPath().endsWith("/schemas/ids/7")) {
                lookups.incrementAndGet();
                try {
                    assertThat(allWait.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                body = "{\"schema\": \"\\\"string\\\"\"}";
                answered = status;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(answered, body.length());
            exchange.getResponseBody().write(body.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        // The port may have been another test's: a path of its own makes the registry another one.
        config = Map.of(
                "schema.registry.url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/" + System.nanoTime(),
                "max.retries",
                0);
        for (int i = 0; i < TASKS; i++) {
            AvroConverter task = new AvroConverter();
            task.configure(config, i % 2 == 0);
            tasks.add(task);
        }
    }

    @AfterEach
    void stop() {
        tasks.forEach(AvroConverter::close);
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void shouldLookAnIdUpOnceForAllTasksOfTheProcess() throws Exception {
        List<Future<SchemaAndValue>> read = readInAllTasks();
        allWait.countDown();
        for (Future<SchemaAndValue> each : read) {
            assertThat(each.get().value()).isEqualTo("a");
        }
        try (AvroConverter later = new AvroConverter()) {
            later.configure(config, false);
            assertThat(later.toConnectData("t", MESSAGE).value()).isEqualTo("a");
        }

        assertThat(lookups).hasValue(1);
    }

    @Test
    void shouldAskAgainAfterAFailure() throws Exception {
        status = 503;
        allWait.countDown();
        AvroConverter task = tasks.get(0);
        assertThatExceptionOfType(RetriableException.class).isThrownBy(() -> task.toConnectData("t", MESSAGE));
        status = 200;

        assertThat(task.toConnectData("t", MESSAGE).value()).isEqualTo("a");
        assertThat(lookups).hasValue(2);
    }

    /** For example a class of a plugin whose jar is gone. */
    @Test
    void shouldThrowAnErrorToAllWhoWaitAndAskAgain() throws Exception {
        SchemasById schemas = SchemasById.of(config);
        AtomicReference<Thread> waiter = new AtomicReference<>();
        CountDownLatch asked = new CountDownLatch(1);
        Future<Schema> asking = threads.submit(() -> schemas.get(7, id -> {
            asked.countDown();
            await().until(() -> waiter.get() != null && waiter.get().getState() == Thread.State.WAITING);
            throw new NoClassDefFoundError("gone");
        }));
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        Future<Schema> waiting = threads.submit(() -> {
            waiter.set(Thread.currentThread());
            return schemas.get(7, id -> STRING);
        });

        for (Future<Schema> each : List.of(asking, waiting)) {
            assertThat(each)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withCauseInstanceOf(NoClassDefFoundError.class);
        }
        assertThat(schemas.get(7, id -> STRING)).isSameAs(STRING);
    }

    private List<Future<SchemaAndValue>> readInAllTasks() {
        List<Future<SchemaAndValue>> read = new ArrayList<>();
        for (AvroConverter task : tasks) {
            read.add(threads.submit(() -> task.toConnectData("t", MESSAGE)));
        }
        return read;
    }
}
