package blotter.register.follow;

import blotter.testing.ApiRegister;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class IncidentFollowApiTest extends FollowApiTest {
    IncidentFollowApiTest() {
        super(ApiRegister.INCIDENTS);
    }
}
