package blotter.register.entry;

import blotter.testing.ApiRegister;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class IncidentTagEditApiTest extends TagEditApiTest {
    IncidentTagEditApiTest() {
        super(ApiRegister.INCIDENTS);
    }
}
