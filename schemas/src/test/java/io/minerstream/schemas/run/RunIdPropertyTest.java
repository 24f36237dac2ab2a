package io.minerstream.schemas.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class RunIdPropertyTest {

    @Property
    void shouldSurvivePacking(
            @ForAll @StringLength(8) @CharRange(from = '0', to = '9') @CharRange(from = 'a', to = 'z') String text) {
        RunId run = new RunId(text);

        assertThat(RunId.unpack(run.packed())).isEqualTo(run);
        assertThat(ByteBuffer.allocate(Long.BYTES).putLong(run.packed()).array())
                .isEqualTo(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Property
    void shouldOrderPackedIdsAsTheirText(
            @ForAll @StringLength(8) @CharRange(from = '0', to = '9') @CharRange(from = 'a', to = 'z') String left,
            @ForAll @StringLength(8) @CharRange(from = '0', to = '9') @CharRange(from = 'a', to = 'z') String right) {
        assertThat(Long.signum(Long.compare(new RunId(left).packed(), new RunId(right).packed())))
                .isEqualTo(Integer.signum(left.compareTo(right)));
    }
}
