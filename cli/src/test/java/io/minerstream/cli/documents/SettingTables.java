package io.minerstream.cli.documents;

import io.minerstream.connect.converter.ConverterConfig;
import io.minerstream.connect.rest.ConnectConfig;
import io.minerstream.connect.sink.Sink;
import io.minerstream.connect.sink.SinkEnvironment;
import io.minerstream.connect.sink.SinkKind;
import io.minerstream.producer.kafka.ClientProperties;
import io.minerstream.schemas.serde.RegistryConfig;
import io.minerstream.schemas.topic.TopicCatalog;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.schemas.topic.TopicSpec;
import io.minerstream.validator.ValidatorConfig;
import io.minerstream.validator.delivery.TargetConfig;
import io.minerstream.validator.delivery.TargetConfig.Kind;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of the parts as the code has them, in Markdown. */
final class SettingTables {

    private static final Path ROOT = Path.of("..");
    private static final SinkEnvironment SINK = new SinkEnvironment(
            TopicNames.DEFAULT,
            (short) 1,
            "http://registry:8081",
            "jdbc:postgresql://db:5432/mining",
            "public",
            "mining",
            "${file:/secrets.properties:password}");

    private static final ValidatorConfig VALIDATOR =
            ValidatorConfig.of("kafka:9092", "http://registry:8081", Path.of("state"));

    private static final Pattern REFUSED = Pattern.compile(
            "(?:kafka: )?([a-z_.]+)(?: must not be set: |: must not be overridden, got 'x'; |: cannot be set to 'x': )(.*)");

    private SettingTables() {}

    /** Settings of the registry client. */
    static String registry() {
        return described(new RegistryConfig(Map.of(RegistryConfig.URL, "http://registry:8081")), RegistryConfig.URL);
    }

    /** Settings of the converter for Avro. */
    static String converter() {
        return described(
                new AbstractConfig(
                        ConverterConfig.definition(), Map.of(RegistryConfig.URL, "http://registry:8081"), false),
                RegistryConfig.URL);
    }

    /** Settings of the client of Kafka Connect. */
    static String connect() {
        return described(new ConnectConfig(Map.of(ConnectConfig.URL, "http://connect:8083")), ConnectConfig.URL);
    }

    /** Settings of those who are told of alerts. */
    static String targets(Kind kind) {
        return described(new TargetConfig(kind, Map.of()), "");
    }

    private static String described(AbstractConfig config, String required) {
        List<List<String>> rows = new TreeMap<>(config.values())
                .entrySet().stream()
                        .map(setting -> List.of(
                                Markdown.code(setting.getKey()),
                                setting.getKey().equals(required) ? "required" : value(setting.getValue()),
                                config.documentationOf(setting.getKey())))
                        .toList();
        return Markdown.table(List.of("setting", "default", "effect"), rows);
    }

    /** What the producer has when nobody says otherwise. */
    static String producer() {
        return settings(new ClientProperties(Map.of()).describeProducer("(per site and shard)", Duration.ofMinutes(1)));
    }

    /** Settings of clients that cannot be changed. */
    static String refusedByClients() {
        return refused(ProducerConfig.configNames(), settings -> new ClientProperties(settings), "; (?=[a-z.]+: )");
    }

    /** Settings of Kafka Streams that cannot be changed. */
    static String refusedByValidator() {
        return refused(
                StreamsConfig.configDef().names(),
                settings -> new ValidatorConfig(
                        VALIDATOR.applicationId(),
                        VALIDATOR.topics(),
                        VALIDATOR.source(),
                        VALIDATOR.judge(),
                        VALIDATOR.threads(),
                        VALIDATOR.stateDir(),
                        VALIDATOR.replicationFactor(),
                        VALIDATOR.registry(),
                        settings),
                "\n");
    }

    private interface Attempt {
        void with(Map<String, String> settings);
    }

    /** Tries all names with a value that is nobody's; what is refused comes back with its reason. */
    private static String refused(Collection<String> names, Attempt attempt, String separator) {
        Map<String, String> all = new HashMap<>();
        names.forEach(name -> all.put(name, "x"));
        all.remove("bootstrap.servers");
        List<List<String>> rows = new ArrayList<>();
        try {
            attempt.with(all);
        } catch (RuntimeException e) {
            for (String finding : e.getMessage().split(separator)) {
                Matcher refused = REFUSED.matcher(finding);
                if (refused.matches()) {
                    rows.add(List.of(Markdown.code(refused.group(1)), refused.group(2)));
                }
            }
        }
        rows.sort((left, right) -> left.get(0).compareTo(right.get(0)));
        return Markdown.table(List.of("setting", "reason"), rows);
    }

    /** Names and defaults of the validator's configuration. */
    static SortedMap<String, String> validatorDefaults() throws ReflectiveOperationException {
        SortedMap<String, String> defaults = components(VALIDATOR);
        defaults.remove("judge");
        defaults.putAll(components(VALIDATOR.judge()));
        defaults.remove("eventTime");
        components(VALIDATOR.judge().eventTime()).forEach((name, value) -> defaults.put("eventTime." + name, value));
        return defaults;
    }

    private static SortedMap<String, String> components(Record settings) throws ReflectiveOperationException {
        SortedMap<String, String> values = new TreeMap<>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            values.put(
                    component.getName(), String.valueOf(component.getAccessor().invoke(settings)));
        }
        return values;
    }

    /** Topics and their settings. */
    static String topics() {
        TopicCatalog catalog = new TopicCatalog(TopicNames.DEFAULT, TopicCatalog.DEFAULT_PARTITIONS, (short) -1, null);
        return Markdown.table(
                List.of("topic", "partitions", "settings"),
                catalog.topics().stream().map(SettingTables::topic).toList());
    }

    private static List<String> topic(TopicSpec topic) {
        List<String> settings = new TreeMap<>(topic.config())
                .entrySet().stream()
                        .map(setting -> Markdown.code(setting.getKey() + "=" + setting.getValue()))
                        .toList();
        return List.of(Markdown.code(topic.name()), Integer.toString(topic.partitions()), String.join(", ", settings));
    }

    private static Map<String, String> config(Sink sink, SinkKind kind) {
        return sink.definition(sink.connectorName(), kind, SINK, Map.of()).config();
    }

    /** The settings of the connectors of a kind, side by side. */
    static String connectors(SinkKind kind) {
        List<Map<String, String>> configs =
                Stream.of(Sink.values()).map(sink -> config(sink, kind)).toList();
        TreeSet<String> names = new TreeSet<>();
        configs.forEach(config -> names.addAll(config.keySet()));
        return Markdown.table(
                row("setting", Stream.of(Sink.values()).map(Sink::connectorName)),
                names.stream()
                        .map(name -> row(
                                Markdown.code(name),
                                configs.stream().map(config -> Markdown.code(config.getOrDefault(name, "")))))
                        .toList());
    }

    private static List<String> row(String first, Stream<String> others) {
        return Stream.concat(Stream.of(first), others).toList();
    }

    /** Settings of a connector that cannot be overridden, whatever its kind. */
    static String refusedBySink(Sink sink) {
        TreeSet<String> names = new TreeSet<>();
        for (SinkKind kind : SinkKind.values()) {
            names.addAll(config(sink, kind).keySet());
        }
        // The one that no template has.
        names.add("dialect.postgres.unnest.insert.enabled");
        return refused(
                names,
                settings -> {
                    List<String> findings = new ArrayList<>();
                    for (SinkKind kind : SinkKind.values()) {
                        try {
                            sink.definition("sink", kind, SINK, settings);
                        } catch (IllegalArgumentException e) {
                            findings.add(e.getMessage());
                        }
                    }
                    throw new IllegalArgumentException(
                            String.join("\n", findings).lines().distinct().collect(Collectors.joining("\n")));
                },
                "\n");
    }

    /** The worker of the image. */
    static String worker() throws IOException {
        return settings(properties(ROOT.resolve("docker/connect/worker.properties")));
    }

    /** Variables of a file of compose with their values. */
    static SortedMap<String, String> environmentFile() throws IOException {
        return properties(ROOT.resolve(".env"));
    }

    private static SortedMap<String, String> properties(Path file) throws IOException {
        Properties read = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            read.load(reader);
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        read.forEach((name, value) -> sorted.put(name.toString(), value.toString()));
        return sorted;
    }

    private static String settings(SortedMap<String, String> settings) {
        return Markdown.table(
                List.of("setting", "value"),
                settings.entrySet().stream()
                        .map(setting -> List.of(Markdown.code(setting.getKey()), Markdown.code(setting.getValue())))
                        .toList());
    }

    private static String value(Object value) {
        return value == null ? "" : Markdown.code(value.toString());
    }
}
