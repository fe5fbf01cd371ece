package blotter.register.entry;

import blotter.testing.ApiRegister;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class RiskTagEditApiTest extends TagEditApiTest {
    RiskTagEditApiTest() {
        super(ApiRegister.RISKS);
    }
}
