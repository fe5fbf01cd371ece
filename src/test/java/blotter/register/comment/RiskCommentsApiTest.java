package blotter.register.comment;

import blotter.testing.ApiRegister;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class RiskCommentsApiTest extends CommentsApiTest {
    RiskCommentsApiTest() {
        super(ApiRegister.RISKS);
    }
}
