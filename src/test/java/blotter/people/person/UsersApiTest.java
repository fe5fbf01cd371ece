package blotter.people.person;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.access.Role;
import blotter.testing.ApiTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UsersApiTest extends ApiTest {
    private static final String USERS = "/api/v1/users";

    private blotter.people.person.User inactive =
            new blotter.people.person.User(new java.util.UUID(0, 0), "", "", "", null);

    @BeforeEach
    void createUsers() {
        for (var name : List.of("Zoë", "adam", "Bea")) {
            tenants.person(organization, name, true);
        }
        inactive = tenants.person(organization, "Carl", false);
    }

    private List<JsonNode> list(String query) {
        return viewer.get(USERS + "?" + query)
                .expect(200)
                .json()
                .get("results")
                .valueStream()
                .toList();
    }

    @Test
    void aServiceAccountIsAUserToo() {
        var me = client(organization, Role.INCIDENT_VIEWER, Role.RISK_EDITOR)
                .get(USERS + "/me")
                .expect(200)
                .json();
        assertThat(me).isEqualTo(json("""
                {"id": "%s", "email": "%s", "first_name": "%s", "last_name": "", "icon": null, "active": true,
                 "roles": ["Incident Viewer", "Risk Editor"], "kind": "service_account"}""".formatted(
                        me.get("id").textValue(),
                        me.get("email").textValue(),
                        me.get("first_name").textValue())));
        assertThat(me.get("email").textValue()).endsWith("@" + organization.slug() + ".service-account.invalid");
        assertThat(list("page_size=200")).contains(me);
    }

    @Test
    void deactivatedUsersAreListedToo() {
        assertThat(list("page_size=200"))
                .filteredOn(user -> !user.get("active").booleanValue())
                .containsExactly(json("""
                {"id": "%s", "email": "%s", "first_name": "Carl", "last_name": "Muster", "icon": null, "active": false,
                 "roles": ["Editor"], "kind": "person"}""".formatted(inactive.id(), inactive.email())));
    }

    @Test
    void ordersIgnoreCaseAndBreakTiesById() {
        var all = list("page_size=200");
        assertThat(all).hasSize(7);
        for (var field : List.of("email", "first_name", "last_name")) {
            Comparator<JsonNode> order = Comparator.<JsonNode, String>comparing(
                            user -> user.get(field).textValue().toLowerCase(java.util.Locale.ROOT))
                    .thenComparing(user -> user.get("id").textValue());
            assertThat(list("order_by=" + field))
                    .as(field)
                    .isEqualTo(all.stream().sorted(order).toList());
            assertThat(list("order_by=-" + field))
                    .as("-" + field)
                    .isEqualTo(all.stream().sorted(order.reversed()).toList());
        }
        assertThat(list("")).isEqualTo(list("order_by=email"));
    }

    @Test
    void cursorsWalkTheWholeListInEachOrder() {
        for (var order : List.of("email", "-email", "first_name", "-first_name", "last_name", "-last_name")) {
            var walked = new ArrayList<JsonNode>();
            var path = USERS + "?page_size=2&order_by=" + order;
            for (int number = 1; path != null; number++) {
                var page = viewer.get(path).expect(200).json();
                page.get("results").forEach(walked::add);
                var next = page.at("/pagination/next_cursor").textValue();
                assertThat(page.get("pagination")).isEqualTo(json("""
                        {"page": %d, "page_size": 2, "has_next": %s, "total": 7, "total_is_exact": true,
                         "next_cursor": %s}""".formatted(
                                number, next != null, next == null ? "null" : "\"" + next + "\"")));
                path = next == null ? null : USERS + "?page_size=2&cursor=" + next;
            }
            assertThat(walked).as(order).isEqualTo(list("order_by=" + order));
        }
    }

    @Test
    void pagesFollowTheSameOrder() {
        var all = list("");
        assertThat(list("page=2&page_size=3")).isEqualTo(all.subList(3, 6));
        assertThat(list("page=3&page_size=3")).isEqualTo(all.subList(6, 7));
        assertThat(list("page=4&page_size=3")).isEmpty();
    }

    @Test
    void rejectsInvalidListParameters() {
        opened("{\"title\": \"a\"}");
        opened("{\"title\": \"b\"}");
        var cursor = viewer.get(INCIDENTS + "?page_size=1")
                .json()
                .at("/pagination/next_cursor")
                .textValue();
        assertThat(faults(viewer.get(USERS + "?order_by=id&page=0&page_size=x&email=a&cursor=" + cursor)
                        .expect(400)))
                .containsExactlyInAnyOrder(
                        "order_by invalid_value",
                        "page out_of_range",
                        "page_size out_of_range",
                        "email unknown_parameter",
                        "cursor invalid_format");
        assertThat(faults(viewer.get(USERS + "/me?x=1").expect(400))).containsExactly("x unknown_parameter");
    }

    @Test
    void aNewUserIsListedAtOnce() {
        assertThat(list("")).hasSize(7);
        var ann = tenants.person(organization, "Ann", true);
        assertThat(list(""))
                .hasSize(8)
                .anyMatch(user -> user.get("id").textValue().equals(ann.id().toString()));
    }
}
