package io.minerstream.producer.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.producer.record.TimePointReadings.ReadingRecord;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What interceptors and serializers do to the headers of one record must show in it, and in no other. */
final class SharedHeadersTest {

    private static final Header RUN = new RecordHeader("run", new byte[] {1});
    private static final Header TRACE = new RecordHeader("trace", new byte[] {2});

    private final Header[] shared = {RUN};

    static List<Consumer<Headers>> changes() {
        return List.of(
                headers -> headers.add(TRACE),
                headers -> headers.add("trace", new byte[] {2}),
                headers -> headers.remove("run").add(TRACE),
                headers -> {
                    Iterator<Header> all = headers.iterator();
                    all.next();
                    all.remove();
                },
                headers -> headers.toArray()[0] = TRACE);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldBeThoseOfKafkaForTheRecordAndUnchangedForOthers(Consumer<Headers> change) {
        Headers headers = record().headers();
        Headers others = record().headers();
        Headers expected = new RecordHeaders(shared);

        change.accept(headers);
        change.accept(expected);

        assertThat(headers.toArray()).isEqualTo(expected.toArray());
        assertThat(headers).containsExactlyElementsOf(expected);
        assertThat(headers.lastHeader("trace")).isEqualTo(expected.lastHeader("trace"));
        assertThat(headers.headers("run")).containsExactlyElementsOf(expected.headers("run"));
        assertThat(others.toArray()).containsExactly(RUN);
        assertThat(others.lastHeader("run")).isEqualTo(RUN);
    }

    @Test
    void shouldShowInTheText() {
        ProducerRecord<byte[], ?> record = record();

        assertThat(record)
                .hasToString(new ProducerRecord<>("readings", 3, 5L, record.key(), null, List.of(RUN)).toString());
    }

    private ReadingRecord record() {
        return new ReadingRecord("readings", 3, 5L, new byte[] {7}, null, shared);
    }
}
