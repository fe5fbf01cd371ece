package blotter.register.change;

import blotter.platform.access.Caller;
import blotter.platform.problem.Fault;
import blotter.platform.problem.Problem;
import blotter.register.change.Batch.Operation;
import blotter.register.change.ChangeStore.Event;
import blotter.register.change.Changes.Created;
import blotter.register.tag.Tags;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Creates entries.
final class Creation {
    private final Register register;
    private final ChangeStore store;
    private final Tags tags;
    private final Clock clock;
    private final BatchWriter batches;
    private final IntFunction<Derivation> derivations;

    Creation(Register register, Tags tags, Clock clock, BatchWriter batches, IntFunction<Derivation> derivations) {
        this.register = register;
        this.store = new ChangeStore(register);
        this.tags = tags;
        this.clock = clock;
        this.batches = batches;
        this.derivations = derivations;
    }

    Created create(Handle handle, Caller caller, List<PatchRequest> requests, IntFunction<String> pointer) {
        var used = requests.stream().flatMap(each -> each.usedTags().stream()).collect(Collectors.toSet());
        var labels =
                requests.stream().flatMap(each -> each.madeLabels().stream()).collect(Collectors.toSet());
        tags.hold(handle, caller.orgId(), used);
        var book = tags.create(handle, caller.orgId(), caller.userId(), labels);
        var stamp = Stamp.now(caller, clock);
        var derivation = derivations.apply(caller.orgId());
        var entries = requests.stream()
                .map(request -> ChangeRules.create(register, derivation, 0, request.resolve(book), stamp))
                .collect(Collectors.toCollection(ArrayList::new));
        refuseDisorder(entries, pointer);
        long number = store.nextNumbers(handle, caller.orgId(), entries.size());
        for (int i = 0; i < entries.size(); i++) {
            entries.set(i, entries.get(i).numbered(number + i));
        }
        store.insert(handle, caller.orgId(), entries);
        var tally = new Tally();
        var events = entries.stream()
                .map(each -> new Event(each.number(), "created", ChangeRules.whole(register, each, true), stamp))
                .toList();
        events.forEach(event -> tally.updated(event.changes()));
        store.record(handle, caller.orgId(), events);
        var result = batches.finish(handle, caller, Operation.CREATE, stamp, tally, book, Terms.STRICT);
        return new Created(entries, result.batch(), batches.names(caller, book, entries));
    }

    private void refuseDisorder(List<Entry> entries, IntFunction<String> pointer) {
        var faults = new ArrayList<Fault>();
        for (int i = 0; i < entries.size(); i++) {
            var disorder = ChangeRules.disorder(register, entries.get(i).values());
            if (disorder != null) {
                faults.add(new Fault(pointer.apply(i), "date_order", disorder));
            }
        }
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults);
        }
    }
}
