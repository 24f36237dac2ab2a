package io.minerstream.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class RunReportTextTest {

    @Test
    void shouldSayWhyNothingWasJudgedOrCheckedWhenTheRunWasNotFollowed() {
        assertThat(new RunReportText(SampleResults.generate(), new Messages(Locale.ENGLISH)).lines())
                .contains(
                        "  not waited for: --no-wait, or one of several shards",
                        "  rows were not checked: --no-wait, or one of several shards; check them with"
                                + " `minerstream verify` once they are there")
                .noneMatch(line -> line.contains("no validator is running") || line.contains("no warehouse is known"));
    }
}
