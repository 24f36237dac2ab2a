package io.minerstream.producer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.producer.replay.RowMismatch.Kind;
import io.minerstream.schemas.miner.TelemetryRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SortedComparisonTest {

    private final RunReplay run = ReplayRuns.run(3, 24);
    private final List<TelemetryRow> rows = new ArrayList<>(ReplayRuns.rows(run));

    private ReplayResult compare() {
        SortedComparison comparison = new SortedComparison(run, 10);
        rows.forEach(comparison::accept);
        return comparison.finish();
    }

    @Test
    void shouldPassWhenEveryRowIsThereOnceAsGenerated() {
        ReplayResult result = compare();

        assertThat(result.isExact()).isTrue();
        assertThat(result).isEqualTo(new ReplayResult(72, 72, 72, 0, 0, 0, List.of()));
    }

    @Test
    void shouldReportEveryRowAsMissingWhenNoneComes() {
        rows.clear();

        ReplayResult result = compare();

        assertThat(result.isExact()).isFalse();
        assertThat(result.missing()).isEqualTo(72);
        assertThat(result.offenders()).hasSize(10);
    }

    @Test
    void shouldReportOneAlteredCent() {
        TelemetryRow row = rows.get(30);
        rows.set(30, ReplayRuns.withHashrate(row, row.hashrateTh() + 0.01));

        assertThat(compare())
                .isEqualTo(new ReplayResult(
                        72,
                        72,
                        71,
                        0,
                        0,
                        1,
                        List.of(new RowMismatch(
                                Kind.DIFFERENT,
                                20,
                                row.recordedAt(),
                                List.of(new FieldDifference(
                                        "hashrate",
                                        row.hashrateTh().toString(),
                                        Double.toString(row.hashrateTh() + 0.01))),
                                ""))));
    }

    @Test
    void shouldTellNegativeZeroFromZero() {
        TelemetryRow offline = rows.get(60);
        assertThat(offline.hashrateTh()).isZero();
        rows.set(60, ReplayRuns.withHashrate(offline, -0.0));

        assertThat(compare().offenders())
                .singleElement()
                .extracting(RowMismatch::fields)
                .isEqualTo(List.of(new FieldDifference("hashrate", "0.0", "-0.0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"power_consumption", "temperature", "fan_speed", "accepted_shares", "rejected_shares"})
    void shouldReportNullInPlaceOfAnyValue(String field) {
        rows.set(3, withNull(rows.get(3), field));

        assertThat(compare().offenders())
                .singleElement()
                .extracting(offender -> offender.fields().get(0))
                .extracting(FieldDifference::field, FieldDifference::found)
                .containsExactly(field, "NULL");
    }

    private static TelemetryRow withNull(TelemetryRow row, String field) {
        return new TelemetryRow(
                row.minerId(),
                row.recordedAt(),
                row.hashrateTh(),
                field.equals("power_consumption") ? null : row.powerW(),
                field.equals("temperature") ? null : row.temperatureC(),
                field.equals("fan_speed") ? null : row.fanRpm(),
                field.equals("accepted_shares") ? null : row.acceptedShares(),
                field.equals("rejected_shares") ? null : row.rejectedShares());
    }

    @Test
    void shouldReportValuesWhereNullMustBe() {
        TelemetryRow offline = rows.get(60);
        rows.set(
                60,
                new TelemetryRow(
                        offline.minerId(),
                        offline.recordedAt(),
                        offline.hashrateTh(),
                        offline.powerW(),
                        0.0,
                        0L,
                        offline.acceptedShares(),
                        offline.rejectedShares()));

        assertThat(compare().offenders())
                .singleElement()
                .extracting(RowMismatch::fields)
                .isEqualTo(List.of(
                        new FieldDifference("temperature", "NULL", "0.0"),
                        new FieldDifference("fan_speed", "NULL", "0")));
    }

    @Test
    void shouldCallASecondRowADuplicateEvenWhenItComesBeforeTheRightOne() {
        rows.add(5, ReplayRuns.withHashrate(rows.get(5), 1.0));

        ReplayResult result = compare();

        assertThat(result.equal()).isEqualTo(72);
        assertThat(result.extra()).isOne();
        assertThat(result.offenders()).extracting(RowMismatch::kind).containsExactly(Kind.DUPLICATE);
    }

    @Test
    void shouldReportMissingAndExtraWhenARowIsShifted() {
        TelemetryRow row = rows.get(5);
        rows.set(5, ReplayRuns.moved(row, row.minerId(), row.recordedAt().plusNanos(1_000)));

        ReplayResult result = compare();

        assertThat(result.offenders()).extracting(RowMismatch::kind).containsExactly(Kind.MISSING, Kind.EXTRA);
        assertThat(result.offenders())
                .extracting(RowMismatch::recordedAt)
                .containsExactly(row.recordedAt(), row.recordedAt().plusNanos(1_000));
    }

    @Test
    void shouldRefuseRowsThatComeOutOfOrder() {
        SortedComparison comparison = new SortedComparison(run, 10);
        comparison.accept(rows.get(1));

        assertThatThrownBy(() -> comparison.accept(rows.get(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "rows: must come sorted by miner and time, got miner 10 at 2026-03-01T05:00:00Z after miner 10 at "
                                + "2026-03-01T06:00:00Z");
    }
}
