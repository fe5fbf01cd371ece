package blotter.register.entry;

import blotter.testing.ApiRegister;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;

@QuarkusTest
class IncidentRulesAgreeApiTest extends RulesAgreeApiTest {
    private static final String DATED = """
            {"title": "a", "occurred_date": "2020-01-02T00:00:00Z", "detected_date": "2020-01-04T00:00:00Z",
             "responded_date": "2020-01-06T00:00:00Z"}""";

    IncidentRulesAgreeApiTest() {
        super(
                ApiRegister.INCIDENTS,
                List.of(
                        json(TAGGED, "\"severity\": \"SEV-1\", \"source\": \"SIEM\"", 200),
                        json(TAGGED, "\"severity\": \"SEV-0\", \"likelihood\": \"Remote\"", 400),
                        json(DATED, "\"detected_date\": \"2020-01-04T01:00:00+01:00\"", 200),
                        json(DATED, "\"occurred_date\": \"2020-01-04T00:00:00Z\"", 200),
                        json(DATED, "\"contained_date\": \"2020-01-02T00:00:00Z\"", 200),
                        merge(DATED, "\"occurred_date\": null, \"contained_date\": \"2020-01-01T00:00:00Z\"", 200),
                        merge(DATED, "\"responded_date\": null, \"detected_date\": \"2020-01-30T00:00:00Z\"", 200),
                        json(DATED, "\"occurred_date\": \"2020-01-05T00:00:00Z\"", 400),
                        json(DATED, "\"detected_date\": \"2020-01-07T00:00:00Z\"", 400),
                        json(DATED, "\"responded_date\": \"2020-01-03T00:00:00Z\"", 400),
                        json(
                                DATED,
                                "\"contained_date\": \"2020-01-01T00:00:00Z\", \"title\": \"not this either\"",
                                400)));
    }
}
