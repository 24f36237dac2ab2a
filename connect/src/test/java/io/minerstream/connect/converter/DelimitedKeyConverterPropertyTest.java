package io.minerstream.connect.converter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

class DelimitedKeyConverterPropertyTest {

    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("name", Schema.STRING_SCHEMA)
            .field("number", Schema.INT64_SCHEMA)
            .field("rest", Schema.STRING_SCHEMA)
            .build();

    @Property
    void shouldReadBackWhatItWrites(
            @ForAll("delimiters") String delimiter,
            @ForAll("texts") String name,
            @ForAll long number,
            @ForAll("texts") String rest) {
        DelimitedKeyConverter converter = converter(delimiter);
        Struct struct =
                new Struct(SCHEMA).put("name", name).put("number", number).put("rest", rest);

        written(converter, struct)
                .ifPresentOrElse(
                        key -> assertThat(converter.toConnectData("t", key).value())
                                .isEqualTo(struct),
                        () -> assertThat(List.of(name, "" + number))
                                .as(
                                        "parts before the last: one must hold the delimiter, or it was refused without need")
                                .anyMatch(part -> (part + delimiter).indexOf(delimiter) < part.length()));
    }

    @Property
    void shouldWriteBackWhatItReads(@ForAll("delimiters") String delimiter, @ForAll("keys") String text) {
        DelimitedKeyConverter converter = converter(delimiter);
        byte[] key = text.getBytes(UTF_8);
        SchemaAndValue read;
        try {
            read = converter.toConnectData("t", key);
        } catch (DataException e) {
            assertThat(e).hasMessageStartingWith("topic t: the key must be name (string)" + delimiter);
            return;
        }
        assertThat(converter.fromConnectData("t", read.schema(), read.value())).isEqualTo(key);
    }

    /** Whatever bytes come: a struct, or a fault of this record that Connect can send to the dead letters. */
    @Property
    void shouldFailOnNoBytesOtherwiseThanAsTheirFault(@ForAll byte[] key) {
        DelimitedKeyConverter converter = converter(":");
        SchemaAndValue read;
        try {
            read = converter.toConnectData("t", key);
        } catch (DataException e) {
            assertThat(e).hasMessageStartingWith("topic t: the key must be ");
            return;
        }
        assertThat(converter.fromConnectData("t", read.schema(), read.value())).isEqualTo(key);
    }

    @Provide
    Arbitrary<String> delimiters() {
        return Arbitraries.of(":", "::", "/", "--", "-", "0");
    }

    /** Of few characters, so that delimiters and parts of them are frequent. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars(":/-0a矿").ofMaxLength(6);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.strings().withChars(":/-+0159a").ofMaxLength(12);
    }

    private static Optional<byte[]> written(DelimitedKeyConverter converter, Struct struct) {
        try {
            return Optional.of(converter.fromConnectData("t", SCHEMA, struct));
        } catch (DataException e) {
            return Optional.empty();
        }
    }

    private static DelimitedKeyConverter converter(String delimiter) {
        DelimitedKeyConverter converter = new DelimitedKeyConverter();
        converter.configure(Map.of("fields", "name:string,number:int64,rest:string", "delimiter", delimiter), true);
        return converter;
    }
}
