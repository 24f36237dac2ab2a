package io.minerstream.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.minerstream.stack.data.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plain clients of a stack. */
record StackClients(StackEndpoints endpoints) {

    /** How long a producer waits for a topic that does not exist. */
    private static final int MAX_BLOCK_MS = 3000;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    void createTopic(String topic) throws Exception {
        try (Admin admin = Admin.create(bootstrap())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    void produce(String topic, String value) throws Exception {
        Map<String, Object> config =
                Map.of("bootstrap.servers", endpoints.bootstrapServers(), "max.block.ms", MAX_BLOCK_MS);
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    /** Values of the whole topic, which has one partition. */
    List<String> consume(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (var consumer = new KafkaConsumer<>(bootstrap(), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<String> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofSeconds(1))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }

    String get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    /** A request to Connect, with the login of the stack's file. */
    String connect(String method, String path, String json) throws IOException, InterruptedException {
        String login = PrivateFile.readProperties(endpoints.connectProperties()).get("connect.basic.auth.user.info");
        return send(connectRequest(method, path, json)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8))));
    }

    /** The status of a request to Connect without a login. */
    int connectStatusWithoutLogin(String method, String path, String json) throws IOException, InterruptedException {
        return HTTP.send(connectRequest(method, path, json).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest.Builder connectRequest(String method, String path, String json) {
        return HttpRequest.newBuilder(URI.create(endpoints.connectUrl() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json));
    }

    String post(String url, String contentType, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** The first column of the first row; null for a statement without rows. */
    String sql(String statement) throws SQLException, IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(endpoints.databaseProperties())) {
            properties.load(in);
        }
        try (Connection connection = DriverManager.getConnection(endpoints.jdbcUrl(), properties);
                Statement sql = connection.createStatement()) {
            if (!sql.execute(statement)) {
                return null;
            }
            try (ResultSet rows = sql.getResultSet()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    private Map<String, Object> bootstrap() {
        return Map.of("bootstrap.servers", endpoints.bootstrapServers());
    }
}
