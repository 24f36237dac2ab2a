package io.minerstream.validator.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.topic.TopicCatalog;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuarantinedRecordTest {

    private static final Headers NONE = new RecordHeaders();

    @Test
    void shouldCopyWhatFits() {
        byte[] key = {0, 0, 0, 7};
        byte[] value = random(QuarantinedRecord.MOST_VALUE_BYTES);
        Headers headers = new RecordHeaders().add("run", new byte[] {1}).add("none", null);

        ProducerRecord<byte[], byte[]> copy = QuarantinedRecord.of("quarantine", 5, key, value, headers);

        assertThat(copy.key()).isEqualTo(key);
        assertThat(copy.value()).isEqualTo(value);
        assertThat(copy.timestamp()).isEqualTo(5);
        assertThat(copy.headers()).containsExactlyElementsOf(headers);
    }

    @Test
    void shouldCopyNulls() {
        ProducerRecord<byte[], byte[]> copy = QuarantinedRecord.of("quarantine", 5, null, null, NONE);

        assertThat(copy.key()).isNull();
        assertThat(copy.value()).isNull();
        assertThat(copy.headers()).isEmpty();
    }

    @Test
    void shouldTellLengthAndHashOfAValueThatIsCut() {
        byte[] value = new byte[QuarantinedRecord.MOST_VALUE_BYTES + 1];

        ProducerRecord<byte[], byte[]> copy = QuarantinedRecord.of("quarantine", 5, null, value, NONE);

        assertThat(copy.value()).hasSize(524_288);
        assertThat(header(copy, "quarantine.value.length")).isEqualTo("524289");
        // head -c 524289 /dev/zero | sha256sum
        assertThat(header(copy, "quarantine.value.sha256"))
                .isEqualTo("eda6e9fb7e8bed184a10de09683556f9fc1720ffc1af5fa73f4891c7dec70bca");
    }

    @Test
    void shouldTellLengthAndHashOfAKeyThatIsCut() {
        byte[] key = new byte[QuarantinedRecord.MOST_KEY_BYTES + 1];

        ProducerRecord<byte[], byte[]> copy = QuarantinedRecord.of("quarantine", 5, key, null, NONE);

        assertThat(copy.key()).hasSize(65_536);
        assertThat(header(copy, "quarantine.key.length")).isEqualTo("65537");
        // head -c 65537 /dev/zero | sha256sum
        assertThat(header(copy, "quarantine.key.sha256"))
                .isEqualTo("3266304f31be278d06c3bd3eb9aa3e00c59bedec0a890de466568b0b90b0e01f");
    }

    @Test
    void shouldLeaveOutHeadersThatDoNotFit() {
        Headers headers = new RecordHeaders()
                .add("small", new byte[1])
                .add("large", random(QuarantinedRecord.MOST_HEADER_BYTES))
                .add("\u00fc".repeat(QuarantinedRecord.MOST_HEADER_BYTES / 2), null)
                .add("last", new byte[1]);

        ProducerRecord<byte[], byte[]> copy = QuarantinedRecord.of("quarantine", 5, null, null, headers);

        assertThat(copy.headers())
                .extracting(header -> header.key())
                .containsExactly("small", "last", "quarantine.headers.omitted");
        assertThat(header(copy, "quarantine.headers.omitted")).isEqualTo("2");
    }

    /** Sizes that the producer, the broker and 100 MiB requests take. */
    @ParameterizedTest
    @CsvSource({"0, 1048400, 0", "1048400, 0, 0", "0, 0, 500000", "100000000, 100000000, 300000"})
    void shouldFitTheDefaultLimits(int keyBytes, int valueBytes, int headers) {
        RecordHeaders many = new RecordHeaders();
        for (int i = 0; i < headers; i++) {
            many.add("", new byte[0]);
        }

        ProducerRecord<byte[], byte[]> copy =
                QuarantinedRecord.of("quarantine", 5, random(keyBytes), random(valueBytes), many);

        int size = AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                Compression.NONE.type(),
                copy.key(),
                copy.value(),
                copy.headers().toArray());
        // What is left over is for the reason.
        assertThat(size).isLessThan(TopicCatalog.MAX_MESSAGE_BYTES - 300_000);
    }

    private static String header(ProducerRecord<?, ?> copy, String name) {
        return new String(copy.headers().lastHeader(name).value(), StandardCharsets.US_ASCII);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
