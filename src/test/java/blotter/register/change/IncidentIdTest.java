package blotter.register.change;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.register.incident.Incidents;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentIdTest {
    @ParameterizedTest
    @CsvSource({
        "INC-00007, 7",
        "INC-7, 7",
        "7, 7",
        "INC-000000000000000000007, 7",
        "00123, 123",
        "INC-123456, 123456",
        "INC-999999999999999999, 999999999999999999"
    })
    void aPrefixAndLeadingZerosMakeNoDifference(String id, long number) {
        assertThat(Incidents.REGISTER.number(id)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 7",
                "7 ",
                "7\n",
                "0",
                "INC-0",
                "INC-00000",
                "-7",
                "+7",
                "INC--7",
                "INC-+7",
                "inc-7",
                "Inc-7",
                "INC",
                "INC-",
                "INC7",
                "INC 7",
                "RSK-7",
                "INC-7.0",
                "7e1",
                "0x7",
                "INC-INC-7",
                "٧",
                "７",
                "INC-1000000000000000000",
                "9223372036854775808",
                "99999999999999999999999999999999999999999999999"
            })
    void anythingElseIsNoId(String id) {
        assertThat(Incidents.REGISTER.number(id)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "1, INC-00001",
        "99999, INC-99999",
        "100000, INC-100000",
        "123456, INC-123456",
        "999999999999999999, INC-999999999999999999"
    })
    void idsHaveFiveDigitsAndGrowBeyond(long number, String id) {
        assertThat(Incidents.REGISTER.id(number)).isEqualTo(id);
        assertThat(Incidents.REGISTER.number(id)).isEqualTo(number);
    }
}
