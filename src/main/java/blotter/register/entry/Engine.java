package blotter.register.entry;

import blotter.people.organization.Source;
import blotter.people.person.Users;
import blotter.platform.access.Caller;
import blotter.platform.database.Database;
import blotter.platform.http.Query;
import blotter.platform.json.JsonFields;
import blotter.platform.paging.ListRequest;
import blotter.register.change.Changes;
import blotter.register.change.Derivation;
import blotter.register.change.Entry;
import blotter.register.change.EntryFilter;
import blotter.register.change.Field;
import blotter.register.change.HistoryStore;
import blotter.register.change.Names;
import blotter.register.change.PatchReader;
import blotter.register.change.PatchReader.Mode;
import blotter.register.change.PatchRequest;
import blotter.register.objective.ObjectiveRelation;
import blotter.register.tag.Tags;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/// Reads, changes and writes the entries of one register.
public final class Engine {
    private final RegisterKind kind;
    private final EntryStore store;
    private final HistoryStore history;
    private final PatchReader reader;
    private final Changes changes;
    private final EntryJson json;
    private final Users users;
    private final IntFunction<List<Source>> sources;
    private final Tags tags;
    private final Clock clock;

    /// @param sources an organization's sources of these entries
    /// @param derivations the derived values of an organization's entries
    public Engine(
            RegisterKind kind,
            Database database,
            Users users,
            Tags tags,
            IntFunction<List<Source>> sources,
            IntFunction<Derivation> derivations,
            Clock clock) {
        var register = kind.register();
        this.kind = kind;
        this.store = new EntryStore(database, kind);
        this.history = new HistoryStore(database, register);
        this.reader = new PatchReader(register, users, tags, sources);
        this.changes = new Changes(register, users, tags, clock, store::changed, derivations);
        this.json = new EntryJson(register);
        this.users = users;
        this.sources = sources;
        this.tags = tags;
        this.clock = clock;
    }

    public RegisterKind kind() {
        return kind;
    }

    EntryStore store() {
        return store;
    }

    HistoryStore history() {
        return history;
    }

    public PatchReader reader() {
        return reader;
    }

    public Changes changes() {
        return changes;
    }

    public Users users() {
        return users;
    }

    /// An organization's sources of these entries.
    public List<Source> sources(int orgId) {
        return sources.apply(orgId);
    }

    public EntryJson json() {
        return json;
    }

    ListFilter filter(Query query, int orgId) {
        return new ListFilter(kind, query, tags.of(orgId));
    }

    /// Reads filter and order from the query.
    public Listing listing(Query query, int orgId) {
        var request = ListRequest.whole(query, "-id", kind.orderNames(), Listing.PAGE);
        return new Listing(store, orgId, filter(query, orgId), request);
    }

    /// Reads the list's filters from the query.
    public EntryFilter finding(Query query, int orgId) {
        return filter(query, orgId);
    }

    /// Reads a new entry. A title is required; other required fields have defaults.
    public PatchRequest draft(JsonFields body, Caller caller) {
        if (body.value("title") == null) {
            body.faults().add(body.pointer("title"), "required", "missing (expected: a title)");
        }
        var request = reader.read(body, caller, Mode.CREATE);
        body.refuseUnknown();
        return withDefaults(request);
    }

    private PatchRequest withDefaults(PatchRequest request) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return PatchReader.withDefaults(request, kind.defaults().apply(now));
    }

    /// A new entry made from another: where the request does not set them, it takes the other's objectives and
    /// these values.
    PatchRequest withDefaults(PatchRequest request, Entry from, Map<Field, Object> copied) {
        var objectives = request.objectives() != null
                ? request.objectives()
                : from.objectives().stream().map(ObjectiveRelation::setting).toList();
        var whole = new PatchRequest(request.fields(), request.tags(), objectives);
        return withDefaults(PatchReader.withDefaults(whole, copied));
    }

    /// The organization's people and tags, including all tags of these entries.
    public Names names(int orgId, Collection<Entry> entries) {
        var needed = entries.stream().flatMap(entry -> entry.tags().stream()).collect(Collectors.toSet());
        return new Names(users.of(orgId), tags.of(orgId, needed));
    }
}
