package io.minerstream.stack.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;

class CredentialsPropertyTest {

    @Property
    void shouldWritePgpassLinesThatLibpqReadsBack(
            @ForAll @CharRange(from = ' ', to = '~') String user,
            @ForAll @Chars({':', '\\', 'a', ' '}) String password) {
        String line = new Credentials(user, password).pgpassLine("127.0.0.1", 20_001);

        assertThat(line).endsWith("\n");
        assertThat(fieldsAsLibpqReadsThem(line)).containsExactly("127.0.0.1", "20001", "*", user, password);
    }

    @Example
    void shouldEscapeColonAndBackslash() {
        assertThat(new Credentials("us:er", "p\\w").pgpassLine("localhost", 1))
                .isEqualTo("localhost:1:*:us\\:er:p\\\\w\n");
    }

    @Example
    void shouldGenerateLongPasswordsThatNeedNoEscaping() {
        Credentials one = Credentials.generate();

        assertThat(one.password())
                .matches("[A-Za-z0-9_-]{32}")
                .isNotEqualTo(Credentials.generate().password());
        assertThat(one.user()).isEqualTo("minerstream");
        assertThat(one.toString()).isEqualTo("Credentials[user=minerstream]");
    }

    /** Fields end at a colon, a backslash takes the next character as it is. */
    private static List<String> fieldsAsLibpqReadsThem(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int i = 0; i < line.length() - 1; i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                field.append(line.charAt(++i));
            } else if (c == ':') {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
