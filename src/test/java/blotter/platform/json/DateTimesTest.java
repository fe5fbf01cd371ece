package blotter.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimesTest {
    private final Faults faults = new Faults();

    private @Nullable Instant read(String text) {
        return DateTimes.parse(text, "/d", faults);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T09:30:00Z, 2026-01-31T09:30:00Z",
        "2026-01-31t09:30:00z, 2026-01-31T09:30:00Z",
        "2026-01-31T09:30:00+01:00, 2026-01-31T08:30:00Z",
        "2026-01-31T09:30:00-00:00, 2026-01-31T09:30:00Z",
        "2026-01-01T00:00:00+23:59, 2025-12-31T00:01:00Z",
        "2026-12-31T23:59:59-23:59, 2027-01-01T23:58:59Z",
        "2026-01-31T09:30:00.1Z, 2026-01-31T09:30:00.100Z",
        "2026-01-31T09:30:00.123456Z, 2026-01-31T09:30:00.123456Z",
        "2026-01-31T09:30:00.1234569Z, 2026-01-31T09:30:00.123456Z",
        "2026-01-31T09:30:00.123456789012345Z, 2026-01-31T09:30:00.123456Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2017-01-01T00:59:60+01:00, 2017-01-01T00:00:00Z"
    })
    void readsEveryFormOfRfc3339(String text, Instant expected) {
        assertThat(read(text)).isEqualTo(expected);
        assertThat(faults.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-01-31",
                "2026-01-31T09:30Z",
                "2026-01-31T09:30:00.Z",
                "2026-01-31T09:30:00+01",
                "2026-01-31T09:30:00+0100",
                "2026-01-31T09:30:00+24:00",
                "2026-01-31T09:30:00+01:60",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-01-32T00:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T09:60:00Z",
                "2026-01-31T09:30:61Z",
                "2026-01-31T09:30:60Z",
                "+2026-01-31T09:30:00Z",
                "26-01-31T09:30:00Z",
                "12026-01-31T09:30:00Z",
                " 2026-01-31T09:30:00Z",
                "2026-01-31T09:30:00Z ",
                "2026-01-31T09:30:00Z\n",
                "２０２６-01-31T09:30:00Z",
                "2026-01-31T09:30:00 Z",
                "2026-01-31T09:30:00[Europe/Berlin]",
                "2026-W05-6T09:30:00Z",
                "1769851800"
            })
    void rejectsInvalidDateTimes(String text) {
        assertThat(read(text)).isNull();
        assertThat(faults.list())
                .extracting(Fault::pointer, Fault::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/d", "invalid_format"));
    }

    @Test
    void rejectsADateTimeWithoutOffsetAndSaysWhy() {
        assertThat(read("2026-03-05T09:30:00")).isNull();
        assertThat(faults.list())
                .containsExactly(new Fault(
                        "/d",
                        "invalid_format",
                        "2026-03-05T09:30:00 (expected: an offset, like Z or +01:00, behind the time)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "0000-01-01T00:00:00Z"
            })
    void yearsHaveFourDigitsInUtc(String text) {
        assertThat(read(text)).isNull();
        assertThat(faults.list()).extracting(Fault::code).containsExactly("out_of_range");
    }

    @Test
    void aDateMeansTheStartOfThatDayInUtc() {
        assertThat(DateTimes.parseDateOrDateTime("2026-01-31", "d", faults))
                .isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
        assertThat(DateTimes.parseDateOrDateTime("2026-01-31T00:00:00+01:00", "d", faults))
                .isEqualTo(Instant.parse("2026-01-30T23:00:00Z"));
        assertThat(faults.list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "2026-1-1", "0000-01-01", "today", "2026-01", ""})
    void rejectsInvalidDates(String text) {
        assertThat(DateTimes.parseDateOrDateTime(text, "d", faults)).isNull();
        assertThat(faults.list()).hasSize(1);
    }
}
