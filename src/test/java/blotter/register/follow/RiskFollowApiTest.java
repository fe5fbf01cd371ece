package blotter.register.follow;

import blotter.testing.ApiRegister;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class RiskFollowApiTest extends FollowApiTest {
    RiskFollowApiTest() {
        super(ApiRegister.RISKS);
    }
}
