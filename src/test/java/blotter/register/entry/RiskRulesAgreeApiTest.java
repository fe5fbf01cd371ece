package blotter.register.entry;

import blotter.testing.ApiRegister;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;

@QuarkusTest
class RiskRulesAgreeApiTest extends RulesAgreeApiTest {
    private static final String SCORED = """
            {"title": "a", "likelihood": "Possible", "impact": "High", "discovered_date": "2020-01-04T00:00:00Z"}""";
    private static final String CLOSED = """
            {"title": "a", "likelihood": "Possible", "impact": "High", "discovered_date": "2020-01-04T00:00:00Z",
             "status": "Closed", "closed_date": "2020-01-06T00:00:00Z"}""";

    RiskRulesAgreeApiTest() {
        super(
                ApiRegister.RISKS,
                List.of(
                        json(TAGGED, "\"type\": \"Policy\", \"source\": \"Audit\"", 200),
                        json(TAGGED, "\"likelihood\": \"Sure\", \"severity\": \"SEV-1\"", 400),
                        // What is derived follows, and cannot be written.
                        json(SCORED, "\"impact\": \"High\"", 200),
                        json(SCORED, "\"impact\": \"Severe\"", 200),
                        json(TAGGED, "\"likelihood\": \"Imminent\", \"impact\": \"Severe\"", 200),
                        merge(SCORED, "\"likelihood\": null", 200),
                        json(SCORED, "\"discovered_date\": \"2020-02-04T00:00:00Z\"", 200),
                        json(SCORED, "\"status\": \"Closed\"", 200),
                        json(CLOSED, "\"status\": \"Remediation\"", 200),
                        json(CLOSED, "\"impact\": \"Low\"", 200),
                        json(SCORED, "\"urgency\": \"Low\"", 400),
                        json(SCORED, "\"due_date\": \"2020-03-01T00:00:00Z\"", 400),
                        // Dates.
                        json(CLOSED, "\"closed_date\": \"2020-01-04T00:00:00Z\"", 200),
                        json(CLOSED, "\"closed_date\": \"2020-01-03T00:00:00Z\"", 400),
                        json(
                                CLOSED,
                                "\"discovered_date\": \"2020-01-07T00:00:00Z\", \"title\": \"not this either\"",
                                400)));
    }
}
