package blotter.register.change;

import static blotter.register.incident.Incidents.ASSIGNED_TO;
import static blotter.register.incident.Incidents.SEVERITY;
import static blotter.register.incident.Incidents.SOURCE;
import static blotter.register.incident.Incidents.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import blotter.people.organization.OrganizationStore;
import blotter.people.organization.Source;
import blotter.people.person.Member;
import blotter.people.person.User;
import blotter.people.person.UserStore;
import blotter.people.person.Users;
import blotter.platform.access.Caller;
import blotter.platform.access.Permission;
import blotter.platform.access.Role;
import blotter.platform.access.Via;
import blotter.platform.database.Announcements;
import blotter.platform.database.Database;
import blotter.platform.json.JsonFields;
import blotter.platform.problem.Faults;
import blotter.register.change.PatchReader.Mode;
import blotter.register.incident.Incidents;
import blotter.register.risk.Risks;
import blotter.register.tag.Tags;
import blotter.testing.PostgresExtension;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(PostgresExtension.class)
class PatchReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Mode PATCH = Mode.single(false);
    private static final Mode MERGE_PATCH = Mode.single(true);
    private static final UUID ANN = new UUID(0, 1);
    private static final UUID LEFT = new UUID(0, 2);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Faults faults = new Faults();
    private final Users users;
    private final Tags tags;
    private final int org;
    private final UUID known;
    private final UUID other;

    PatchReaderTest(Database database) {
        var announcements = new Announcements(database);
        var organizations = new OrganizationStore(database, announcements);
        var store = new UserStore(database, announcements);
        this.users = new Users(store, announcements);
        this.tags = new Tags(database, organizations, announcements);
        var slug = "org-" + NEXT.incrementAndGet();
        this.org = database.jdbi().inTransaction(handle -> {
            int id = Objects.requireNonNull(organizations.create(handle, slug, slug))
                    .id();
            store.insert(handle, id, member(ANN, true), null);
            store.insert(handle, id, member(LEFT, false), null);
            return id;
        });
        var book = database.jdbi().inTransaction(handle -> tags.create(handle, org, ANN, List.of("Known", "Other")));
        this.known = Objects.requireNonNull(book.find("Known")).id();
        this.other = Objects.requireNonNull(book.find("Other")).id();
    }

    private static Member member(UUID id, boolean active) {
        var user = new User(id, id + "@example.org", "A", "B", null);
        return new Member(user, Member.Kind.PERSON, active, List.of(Role.EDITOR));
    }

    private PatchRequest read(Register register, String json, Mode mode, EnumSet<Permission> permissions) {
        var reader = new PatchReader(
                register, users, tags, id -> List.of(new Source("SIEM", true), new Source("Pager", false)));
        try {
            var fields = Objects.requireNonNull(JsonFields.of(JSON.readTree(json), "", faults));
            var request = reader.read(fields, new Caller(org, ANN, permissions, Via.API), mode);
            fields.refuseUnknown();
            return request;
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private PatchRequest read(String json, Mode mode) {
        return read(Incidents.REGISTER, json, mode, EnumSet.allOf(Permission.class));
    }

    private PatchRequest readSound(String json, Mode mode) {
        var request = read(json, mode);
        assertThat(faults.list()).isEmpty();
        return request;
    }

    private void assertFaults(String... expected) {
        assertThat(faults.list().stream().map(fault -> fault.pointer() + " " + fault.code()))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"title": 5}                                                | /title wrong_type
            {"title": " "}                                              | /title blank
            {"status": "new"}                                           | /status invalid_value
            {"severity": "SEV-0"}                                       | /severity invalid_value
            {"source": "Nobody"}                                        | /source unknown_source
            {"assigned_to": "Ann"}                                      | /assigned_to invalid_format
            {"assigned_to": "00000000-0000-0000-0000-000000000009"}     | /assigned_to unknown_user
            {"assigned_to": "00000000-0000-0000-0000-000000000002"}     | /assigned_to inactive_assignee
            {"detected_date": "yesterday"}                              | /detected_date invalid_format
            {"threat_objectives": {}}                                   | /threat_objectives wrong_type
            {"threat_objectives": [{"threat_objective": "Fun"}]}        | /threat_objectives/0/threat_objective invalid_value
            {"tag_operation": "add", "tags": []}                        | /tag_operation invalid_value
            {"tag_operation": "Add"}                                    | /tags required
            {"tags": "a"}                                               | /tags wrong_type
            {"tags": [" "]}                                             | /tags/0 blank
            {"tags": ["00000000-0000-0000-0000-000000000009"]}          | /tags/0 unknown_tag
            {"tag_operation": "Remove", "tags": ["00000000-0000-0000-0000-000000000009"]} | /tags/0 unknown_tag
            {"tags_add": "a"}                                           | /tags_add wrong_type
            {"tags_add": ["a", 7]}                                      | /tags_add/1 wrong_type
            {"tags_add": ["00000000-0000-0000-0000-000000000009"]}      | /tags_add/0 unknown_tag
            {"tags_remove": [null]}                                     | /tags_remove/0 wrong_type
            {"tags_add": ["known"], "tags_remove": ["a", "KNOWN"]}      | /tags_remove/1 duplicate
            {"tags_add": ["neW"], "tags_remove": ["new"]}               | /tags_remove/0 duplicate
            {"tags_add": ["a"], "tags": ["b"]}                          | /tags invalid_value
            {"tags_remove": [], "tag_operation": "Add"}                 | /tag_operation invalid_value
            {"colour": "red"}                                           | /colour unknown_field""")
    void aFaultNamesItsPlace(String json, String fault) {
        read(json, PATCH);
        assertFaults(fault);
    }

    @Test
    void allFaultsAreFoundInOneReading() {
        read(
                "{\"title\": null, \"status\": null, \"tags\": null, \"tags_add\": [\"%s\"]}"
                        .formatted("x".repeat(101)),
                MERGE_PATCH);
        assertFaults("/title required", "/status required", "/tags invalid_value", "/tags_add/0 too_long");
    }

    @Test
    void aListHasAHundredTagsAtMost() {
        var many = "[%s\"a\"]".formatted("\"a\", ".repeat(100));
        read("{\"tags_add\": %s, \"tags_remove\": %s}".formatted(many, many), PATCH);
        assertFaults("/tags_add too_many", "/tags_remove too_many");
    }

    @Test
    void whatIsDerivedCannotBeWritten() {
        read(Risks.REGISTER, "{\"urgency\": \"Low\"}", PATCH, EnumSet.allOf(Permission.class));
        assertFaults("/urgency read_only");
    }

    @Test
    void nullClearsInAMergePatchOnly() {
        var json = "{\"severity\": null, \"assigned_to\": null, \"status\": \"New\"}";
        assertThat(readSound(json, PATCH).fields()).isEqualTo(Map.of(STATUS, new FieldChange.Set("New")));
        assertThat(readSound(json, MERGE_PATCH).fields())
                .isEqualTo(Map.of(
                        SEVERITY,
                        new FieldChange.Clear(),
                        ASSIGNED_TO,
                        new FieldChange.Clear(),
                        STATUS,
                        new FieldChange.Set("New")));
    }

    @Test
    void anInactiveSourceCanStayWhereItIsAndNoNewEntryGetsIt() {
        assertThat(readSound("{\"source\": \"Pager\"}", PATCH).fields())
                .isEqualTo(Map.of(SOURCE, new FieldChange.Keep("Pager")));
        read("{\"source\": \"Pager\"}", Mode.CREATE);
        assertFaults("/source inactive_source");
    }

    @Test
    void withoutAnOperationTagsAreTheWholeListOfOneAndAreAddedToMany() {
        var json = "{\"tags\": [\"known\"]}";
        var book = tags.of(org);
        assertThat(readSound(json, PATCH).resolve(book).tags()).isEqualTo(new TagChange.Replace(List.of(known)));
        assertThat(readSound(json, Mode.bulk(false)).resolve(book).tags())
                .isEqualTo(new TagChange.Edit(List.of(known), List.of()));
        assertThat(readSound("{\"tags\": null}", Mode.bulk(true)).resolve(book).tags())
                .isEqualTo(new TagChange.Replace(List.of()));
    }

    @Test
    void onlyWhatIsAddedIsHeldOrMade() {
        var request = readSound(
                "{\"tags_add\": [\"KNOWN\", \"%s\", \"new\"], \"tags_remove\": [\"other\", \"unseen\"]}"
                        .formatted(known),
                PATCH);
        assertThat(request.usedTags()).containsExactly(known);
        assertThat(request.madeLabels()).containsExactly("new");
        assertThat(Objects.requireNonNull(request.tags()).removed()).containsExactly(other);
    }

    @Test
    void removingWhatDoesNotExistIsAPatchThatChangesNothing() {
        var request =
                readSound("{\"tags_remove\": [\"unseen\", \"00000000-0000-0000-0000-000000000009\"]}", MERGE_PATCH);
        assertThat(request.isEmpty()).isFalse();
        assertThat(request.resolve(tags.of(org)).tags()).isEqualTo(new TagChange.Edit(List.of(), List.of()));
    }

    @Test
    void emptyListsAndNullsAreNoPatch() {
        for (var json : List.of("{}", "{\"tags_add\": [], \"tags_remove\": null}", "{\"tags_add\": null}")) {
            assertThat(readSound(json, PATCH).isEmpty()).as(json).isTrue();
            assertThat(readSound(json, MERGE_PATCH).isEmpty()).as(json).isTrue();
        }
    }

    @Test
    void makingATagNeedsItsPermissionAndRemovingOneDoesNot() {
        read(
                Incidents.REGISTER,
                "{\"tags_add\": [\"known\", \"new\"], \"tags_remove\": [\"newer\"]}",
                PATCH,
                EnumSet.of(Permission.INCIDENTS_WRITE));
        assertFaults("/tags_add/1 unknown_tag");
    }

    @Test
    void aNewEntryHasNoTagsToChange() {
        read("{\"tags_add\": [\"a\"], \"tags_remove\": [], \"tag_operation\": \"Add\"}", Mode.CREATE);
        assertFaults("/tags_add unknown_field", "/tags_remove unknown_field", "/tag_operation unknown_field");
    }
}
