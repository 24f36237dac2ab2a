package io.minerstream.schemas.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class RunHeaderPropertyTest {

    /** By search, not by the rule: what divides the hour, and whole hours that divide the day. */
    @Provide
    Arbitrary<Integer> allowedSeconds() {
        return Arbitraries.of(IntStream.rangeClosed(1, 86_400)
                .filter(seconds -> 86_400 % seconds == 0)
                .filter(seconds -> 3600 % seconds == 0 || seconds % 3600 == 0)
                .boxed()
                .toList());
    }

    @Property
    void shouldSurviveTheHeader(
            @ForAll @StringLength(8) @CharRange(from = '0', to = '9') @CharRange(from = 'a', to = 'z') String run,
            @ForAll("allowedSeconds") int seconds) {
        RunHeader header = new RunHeader(new RunId(run), Duration.ofSeconds(seconds));

        assertThat(RunHeader.parse(header.bytes())).contains(header);
        assertThat(header.bytes().length == RunId.LENGTH).isEqualTo(seconds == 3600);
    }

    @Property
    void shouldDivideADay(@ForAll @IntRange(min = -10, max = 100_000) int seconds) {
        if (Interval.isAllowed(seconds)) {
            assertThat(86_400 % seconds).isZero();
            assertThat(Math.max(seconds, 3600) % Math.min(seconds, 3600)).isZero();
            assertThat(Interval.require(Duration.ofSeconds(seconds))).hasSeconds(seconds);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> Interval.require(Duration.ofSeconds(seconds)));
        }
    }

    @Property
    void shouldHaveOneFormOnly(@ForAll @LongRange(max = 999_999_999) long seconds) {
        byte[] value = ("abcdefgh/" + seconds).getBytes(StandardCharsets.US_ASCII);
        if (Interval.isAllowed(seconds) && seconds != 3600) {
            assertThat(RunHeader.parse(value).orElseThrow().bytes()).isEqualTo(value);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> RunHeader.parse(value));
        }
    }

    @Property
    void shouldFindNoRunInAnythingElse(@ForAll byte[] value) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        if (text.matches("[0-9a-z]{8}")) {
            assertThat(RunHeader.parse(value).orElseThrow().bytes()).isEqualTo(value);
        } else if (!text.matches("[0-9a-z]{8}/[0-9]+")) {
            assertThat(RunHeader.parse(value)).isEmpty();
        }
    }
}
