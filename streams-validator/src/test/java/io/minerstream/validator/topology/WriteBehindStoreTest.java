package io.minerstream.validator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's driver commits after each record. */
class WriteBehindStoreTest {

    private static final String NAME = "texts";
    private static final int MOST_OBJECTS = 2;

    private TopologyTestDriver driver;
    private TestInputTopic<Integer, String> input;
    private WriteBehindStore<Integer, StringBuilder> store;

    @BeforeEach
    void start(@TempDir Path stateDir) {
        Topology topology = new Topology();
        topology.addSource("source", new IntegerDeserializer(), new StringDeserializer(), "input");
        topology.addProcessor("appender", Appender::new, "source");
        topology.addStateStore(
                WriteBehindStore.over(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(NAME),
                                Serdes.Integer(),
                                Serdes.serdeFrom(
                                        (topic, text) -> text == null
                                                ? null
                                                : new StringSerializer().serialize(topic, text.toString()),
                                        (topic, bytes) -> bytes == null
                                                ? null
                                                : new StringBuilder(
                                                        new StringDeserializer().deserialize(topic, bytes)))),
                        MOST_OBJECTS),
                "appender");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "write-behind");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        driver = new TopologyTestDriver(topology, properties);
        input = driver.createInputTopic("input", new IntegerSerializer(), new StringSerializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    /** Appends to the text of a key; a null value removes it. */
    private final class Appender implements Processor<Integer, String, Void, Void> {

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(NAME);
        }

        @Override
        public void process(Record<Integer, String> record) {
            if (record.value() == null) {
                store.remove(record.key());
                return;
            }
            StringBuilder text = store.load(record.key());
            store.save(record.key(), (text == null ? new StringBuilder() : text).append(record.value()));
        }
    }

    private static List<String> entries(ReadOnlyKeyValueStore<Integer, StringBuilder> texts) {
        List<String> entries = new ArrayList<>();
        texts.all().forEachRemaining(entry -> entries.add(entry.key + "=" + entry.value));
        return entries;
    }

    @Test
    void shouldWriteChangedObjectsWithEachCommit() {
        input.pipeInput(1, "a");
        assertThat(entries(store)).containsExactly("1=a");

        input.pipeInput(1, "b");

        assertThat(entries(store)).containsExactly("1=ab");
    }

    @Test
    void shouldChangeTheSameObjectInPlace() {
        input.pipeInput(1, "a");
        StringBuilder first = store.load(1);

        input.pipeInput(1, "b");

        assertThat(store.load(1)).isSameAs(first);
        assertThat(store.get(1)).as("what others see").isNotSameAs(first);
    }

    @Test
    void shouldReadAgainWhatWasForgottenForOthers() {
        for (int key = 1; key <= MOST_OBJECTS; key++) {
            input.pipeInput(key, "a");
        }
        StringBuilder first = store.load(1);
        input.pipeInput(MOST_OBJECTS + 1, "a");

        input.pipeInput(1, "b");

        assertThat(store.load(1)).isNotSameAs(first).asString().isEqualTo("ab");
    }

    @Test
    void shouldRemove() {
        input.pipeInput(1, "a");
        input.pipeInput(1, (String) null);

        assertThat(entries(store)).isEmpty();
        assertThat(store.load(1)).isNull();
    }

    @Test
    void shouldIterateOverWhatIsNotYetWritten() {
        input.pipeInput(1, "a");
        store.save(2, new StringBuilder("b"));
        List<Integer> keys = new ArrayList<>();

        store.forEach((key, text) -> keys.add(key));

        assertThat(keys).containsExactly(1, 2);
    }

    /** As when a task is closed after a failure: its transaction is aborted. */
    @Test
    void shouldForgetUnwrittenObjectsWhenTheCacheIsCleared() {
        input.pipeInput(1, "a");
        store.save(1, new StringBuilder("wrong"));

        store.clearCache();

        assertThat(store.load(1)).asString().isEqualTo("a");
    }
}
