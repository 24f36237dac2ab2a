package io.minerstream.producer.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.schemas.miner.MinerStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatusMixTest {

    @Test
    void shouldParseWeights() {
        assertThat(StatusMix.parse("active=90, maintenance = 6,offline=4")).isEqualTo(StatusMix.DEFAULT);
        assertThat(StatusMix.parse("error=0.5").weights()).containsExactlyEntriesOf(Map.of(MinerStatus.ERROR, 0.5));
    }

    @Test
    void shouldPrintWhatItParses() {
        assertThat(StatusMix.DEFAULT).hasToString("active=90,maintenance=6,offline=4");
        assertThat(StatusMix.parse("error=0.5,active=2")).hasToString("active=2,error=0.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "active|mix: must be status=weight, got 'active'",
                "\"\"|mix: must be status=weight, got ''",
                "ofline=4|mix: status must be one of active, maintenance, offline, error, got 'ofline'",
                "active=x|mix: weight of active must be a number from 0 to 1000000000, got 'x'",
                "active=-1|mix: weight of active must be a number from 0 to 1000000000, got '-1'",
                "active=Infinity|mix: weight of active must be a number from 0 to 1000000000, got 'Infinity'",
                "active=NaN|mix: weight of active must be a number from 0 to 1000000000, got 'NaN'",
                "active=1,active=2|mix: active is given twice",
                "active=0,error=0|mix: at least one weight must be greater than 0",
                "active=1,x=1,offline=y|\"mix: status must be one of active, maintenance, offline, error, got 'x'; "
                        + "weight of offline must be a number from 0 to 1000000000, got 'y'\"",
            })
    void shouldReportWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> StatusMix.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"6000,5400,360,240", "100,90,6,4", "10,9,1,0", "1,1,0,0", "0,0,0,0", "7,6,1,0", "25,23,1,1"})
    void shouldKeepTheSharesToTheMiner(int miners, int active, int maintenance, int offline) {
        assertThat(StatusMix.DEFAULT.counts(miners))
                .isEqualTo(Map.of(
                        MinerStatus.ACTIVE,
                        active,
                        MinerStatus.MAINTENANCE,
                        maintenance,
                        MinerStatus.OFFLINE,
                        offline));
    }

    @Test
    void shouldGiveNothingToAWeightOfZero() {
        assertThat(StatusMix.parse("active=1,maintenance=1,offline=1,error=0").counts(100))
                .containsEntry(MinerStatus.ERROR, 0);
    }
}
