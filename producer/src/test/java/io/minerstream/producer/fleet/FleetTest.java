package io.minerstream.producer.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minerstream.avro.HostingMiner;
import io.minerstream.schemas.miner.Baseline;
import io.minerstream.schemas.miner.MinerStatus;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FleetTest {

    private static final double NULL = Double.NaN;
    private static final MinerModel S21 = new MinerModel(5, "Antminer S21", "Bitmain", 200, 3500);
    private static final MinerModel UNREFERENCED = new MinerModel(9, "WhatsMiner M66S", "MicroBT", NULL, NULL);

    @Test
    void shouldResolveEachMetricOfTheBaselineOnItsOwn() {
        Fleet fleet = Fleet.builder(5)
                .add(1, "A", S21, 195.5, NULL, "active")
                .add(2, "B", S21, 0, 3450, "active")
                .add(3, "C", UNREFERENCED, NULL, 3333, "active")
                .add(4, "D", null, -1, NULL, "active")
                .build();

        assertThat(fleet.baseline(0)).isEqualTo(new Baseline(195.5, 3500));
        assertThat(fleet.baseline(1)).isEqualTo(new Baseline(200, 3450));
        assertThat(fleet.baseline(2)).isEqualTo(new Baseline(110, 3333));
        assertThat(fleet.baseline(3)).isEqualTo(new Baseline(110, 3000));
    }

    @Test
    void shouldResolveAsTheRosterEntryDoes() {
        Fleet fleet = new SyntheticFleet(2_000, 5, 42).load();

        for (int i = 0; i < fleet.size(); i++) {
            assertThat(fleet.baseline(i)).isEqualTo(Baseline.of(fleet.hostingMiner(i)));
        }
    }

    @Test
    void shouldGiveTheRosterEntryWithNulls() {
        Fleet fleet = Fleet.builder(5)
                .add(1, "SN-1", S21, NULL, 3450, "active")
                .add(2, "SN-2", null, NULL, NULL, null)
                .build();

        assertThat(fleet.hostingMiner(0))
                .isEqualTo(new HostingMiner(1, 5, "SN-1", 5, "Antminer S21", 200.0, 3500.0, null, 3450.0, "active"));
        assertThat(fleet.hostingMiner(1))
                .isEqualTo(new HostingMiner(2, 5, "SN-2", null, null, null, null, null, null, "unknown"));
    }

    @Test
    void shouldTreatUnknownAndMissingStatusAsNotRunning() {
        Fleet fleet = Fleet.builder(5)
                .add(1, "A", null, NULL, NULL, "retired")
                .add(2, "B", null, NULL, NULL, null)
                .add(3, "C", null, NULL, NULL, "ACTIVE")
                .build();

        assertThat(fleet.status(0)).isEqualTo(MinerStatus.OTHER);
        assertThat(fleet.statusText(0)).isEqualTo("retired");
        assertThat(fleet.status(1)).isEqualTo(MinerStatus.OTHER);
        assertThat(fleet.statusText(1)).isEqualTo("unknown");
        assertThat(fleet.status(2)).isEqualTo(MinerStatus.ACTIVE);
    }

    @Test
    void shouldOrderMinersByIdAndFindThem() {
        Fleet fleet = Fleet.builder(5)
                .add(30, "thirty", S21, 1, 2, "active")
                .add(10, "ten", null, 3, 4, "offline")
                .add(20, "twenty — ü", UNREFERENCED, 5, 6, "error")
                .build();

        assertThat(fleet.minerId(0)).isEqualTo(10);
        assertThat(fleet.indexOf(30)).isEqualTo(2);
        assertThat(fleet.indexOf(15)).isNegative();
        assertThat(fleet.serialNumber(1)).isEqualTo("twenty — ü");
        assertThat(fleet.model(1)).isEqualTo(UNREFERENCED);
        assertThat(fleet.model(0)).isNull();
        assertThat(fleet.hostingMiner(2))
                .isEqualTo(new HostingMiner(30, 5, "thirty", 5, "Antminer S21", 200.0, 3500.0, 1.0, 2.0, "active"));
    }

    @Test
    void shouldCountStatusesMostFrequentFirst() {
        Fleet fleet = Fleet.builder(5)
                .add(1, "A", null, NULL, NULL, "offline")
                .add(2, "B", null, NULL, NULL, "error")
                .add(3, "C", null, NULL, NULL, "active")
                .add(4, "D", null, NULL, NULL, "active")
                .build();

        assertThat(fleet.statusDistribution()).hasToString("{active=2, error=1, offline=1}");
    }

    @Test
    void shouldReportNoMinersWhenNothingWasAdded() {
        assertThatThrownBy(() -> Fleet.builder(7).build())
                .isInstanceOf(NoMinersException.class)
                .hasMessage("No miners found for site_id=7");
    }

    @Test
    void shouldReportAllProblemsAtOnce() {
        FleetBuilder builder = Fleet.builder(5)
                .add(0, "zero", null, NULL, NULL, "active")
                .add(7, "seven", null, NULL, 1e15, "active")
                .add(8, "eight", new MinerModel(1, "X", "Y", 1e13, 1), NULL, NULL, "active")
                .add(7, "seven again", null, NULL, NULL, "active");

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidFleetException.class)
                .hasMessage("fleet of site_id=5: 4 problems: "
                        + "miner id must be greater than 0, got 0 (serial number zero); "
                        + "actual_power of miner 7 must be at most 1000000000000, got 1.0E15; "
                        + "reference_hashrate of model X must be at most 1000000000000, got 1.0E13; "
                        + "miner id 7 occurs twice (serial numbers seven and seven again)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -1})
    void shouldFallThroughFromValuesThatNoMinerHas(double value) {
        Fleet fleet = Fleet.builder(5)
                .add(1, "A", new MinerModel(1, "X", "Y", 200, value), value, value, "active")
                .build();

        assertThat(fleet.baseline(0)).isEqualTo(new Baseline(200, Baseline.DEFAULT_POWER_W));
    }

    @Test
    void shouldNameTenProblemsAndCountTheRest() {
        FleetBuilder builder = Fleet.builder(5);
        for (int i = 0; i < 25; i++) {
            builder.add(-i, "S" + i, null, NULL, NULL, "active");
        }

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidFleetException.class)
                .hasMessageStartingWith("fleet of site_id=5: 25 problems: miner id must be greater than 0, got 0")
                .hasMessageEndingWith("got -9 (serial number S9); and 15 more");
    }

    /** DESIGN: at most 64 bytes a miner. */
    @Test
    void shouldTakeAtMost64BytesPerMiner() throws ReflectiveOperationException {
        Fleet fleet = new SyntheticFleet(100_000, 5, 42, StatusMix.DEFAULT, 2_000_000_000).load();

        assertThat(columnBytes(fleet)).isBetween(32L * fleet.size(), 64L * fleet.size());
    }

    /** Bytes of the arrays of primitives, whatever they are. */
    private static long columnBytes(Fleet fleet) throws ReflectiveOperationException {
        Field held = Fleet.class.getDeclaredField("columns");
        held.setAccessible(true);
        Object columns = held.get(fleet);
        Map<Class<?>, Integer> widths = Map.of(
                byte[].class, Byte.BYTES,
                short[].class, Short.BYTES,
                int[].class, Integer.BYTES,
                long[].class, Long.BYTES,
                float[].class, Float.BYTES,
                double[].class, Double.BYTES);
        long bytes = 0;
        for (Field column : FleetColumns.class.getDeclaredFields()) {
            if (widths.containsKey(column.getType())) {
                column.setAccessible(true);
                bytes += (long) Array.getLength(column.get(columns)) * widths.get(column.getType());
            }
        }
        return bytes;
    }
}
