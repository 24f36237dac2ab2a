package io.minerstream.producer.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same bits, whoever asks, when, where and in which order. */
final class SignalDeterminismTest {

    private static final int RECORDS = 100_000;
    private static final MinerStatus[] STATUSES = {
        MinerStatus.ACTIVE, MinerStatus.ACTIVE, MinerStatus.MAINTENANCE, MinerStatus.OFFLINE
    };

    /**
     * Digests of 100,000 readings over all that a reading depends on. A change here changes everybody's data; it must not come
     * with another JDK, machine or refactoring.
     */
    @ParameterizedTest
    @CsvSource({
        "REFERENCE, 65536, 8d94123f6f274ed4ce25b680049281a25fd4c914d709b78e1ba0f4614843bb6e",
        "REALISTIC, 65536, f4466935e47a5dbea117ef64bbb349642466da30693f72e518f8beba32fe67f1",
        "REALISTIC, 0.5, 9aa0fc4a45aae6999b77e94032ef3a3114cb7cbee970a23093958a4835ecdb15"
    })
    void shouldGiveThePinnedBits(SignalProfile profile, double poolDifficulty, String digest)
            throws NoSuchAlgorithmException {
        Signal signal = profile.signal(poolDifficulty);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        IntStream.range(0, RECORDS).mapToObj(record -> read(signal, record)).forEach(reading -> add(sha, reading));

        assertThat(HexFormat.of().formatHex(sha.digest())).isEqualTo(digest);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveTheSameReadingsOnManyThreadsInAnyOrder(SignalProfile profile) {
        Signal signal = profile.signal();
        List<GeneratedReading> inOrder = IntStream.range(0, RECORDS)
                .mapToObj(record -> read(signal, record))
                .toList();
        // 49,999 and 100,000 have no common divisor: each record once, far from its neighbours.
        List<Integer> shuffled = IntStream.range(0, RECORDS)
                .mapToObj(i -> (int) (i * 49_999L % RECORDS))
                .toList();

        List<GeneratedReading> onThreads =
                shuffled.parallelStream().map(record -> read(signal, record)).collect(Collectors.toList());

        for (int i = 0; i < RECORDS; i++) {
            assertThat(onThreads.get(i)).isEqualTo(inOrder.get(shuffled.get(i)));
        }
    }

    /** Spreads over seeds, sites, miners, intervals of three lengths, statuses and baselines. */
    private static GeneratedReading read(Signal signal, int record) {
        int[] seconds = {3_600, 300, 86_400};
        int length = seconds[record % seconds.length];
        return signal.read(
                record % 7 - 3L,
                record % 5 + 1,
                new TimePoint(1_764_000_000L / length + record / 50, length),
                record % 11 == 0 ? Integer.MAX_VALUE - record : record,
                STATUSES[record % STATUSES.length],
                new Baseline(14 + record % 250, 1_000 + record % 3_000));
    }

    private static void add(MessageDigest sha, GeneratedReading reading) {
        sha.update(ByteBuffer.allocate(7 * Long.BYTES)
                .putLong(reading.minerId())
                .putLong(Double.doubleToRawLongBits(reading.hashrateTh()))
                .putLong(Double.doubleToRawLongBits(reading.powerW()))
                .putLong(reading.temperatureC() == null ? -1 : Double.doubleToRawLongBits(reading.temperatureC()))
                .putLong(reading.fanRpm() == null ? -1 : reading.fanRpm())
                .putLong(reading.acceptedShares())
                .putLong(reading.rejectedShares())
                .flip());
    }
}
