package blotter.register.comment;

import blotter.testing.ApiRegister;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class IncidentCommentsApiTest extends CommentsApiTest {
    IncidentCommentsApiTest() {
        super(ApiRegister.INCIDENTS);
    }
}
