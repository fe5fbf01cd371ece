package blotter.register.change;

import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.Outcome.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Counts what a change has done so far.
final class Tally {
    // Nobody reads more, and a response must fit into memory.
    private static final int MOST_NAMED = 1_000;

    private final List<Failure> failures = new ArrayList<>();
    private final Set<UUID> named = new HashSet<>();
    private int updated;
    private int unchanged;
    private int failed;
    private boolean beside;
    private boolean ofAllRegisters;

    void updated(Map<String, Change> changes) {
        updated++;
        HistoryJson.collectIds(changes, named);
    }

    /// Records that something beside the entries was written, which is enough for a batch.
    void besides() {
        beside = true;
    }

    /// Records that the change spans all registers.
    void ofAllRegisters() {
        ofAllRegisters = true;
    }

    boolean isOfAllRegisters() {
        return ofAllRegisters;
    }

    void unchanged() {
        unchanged++;
    }

    void failed(Failure failure) {
        failed++;
        if (failures.size() < MOST_NAMED) {
            failures.add(failure);
        }
    }

    boolean anyFailed() {
        return failed > 0;
    }

    private boolean anyGood() {
        return beside || updated + unchanged > 0;
    }

    boolean anyWritten() {
        return beside || updated > 0;
    }

    /// The tags and people that the changes name.
    Set<UUID> named() {
        return named;
    }

    Batch batch(@Nullable UUID id) {
        return new Batch(anyWritten() ? id : null, updated, unchanged, failed);
    }

    List<Failure> failures() {
        return failures;
    }

    /// Throws a problem if there are failures and the terms are all or nothing, or nothing else remains. It names
    /// the most important kind: missing entries, then changed ones, then forbidden changes.
    void refuseUnless(Terms terms) {
        if (anyFailed() && !(terms.lenient() && anyGood())) {
            throw refusal();
        }
    }

    private Problem refusal() {
        int status = failures.stream()
                .mapToInt(Failure::status)
                .boxed()
                .max(Tally::byPrecedence)
                .orElseThrow();
        var worst =
                failures.stream().filter(failure -> failure.status() == status).toList();
        var faults = worst.stream().map(Failure::fault).toList();
        return switch (status) {
            case 404 -> Problem.problem(ProblemType.NOT_FOUND, detail(worst, "does not exist", "do not exist"), faults);
            case 409 ->
                Problem.problem(ProblemType.CONFLICT, detail(worst, "has changed since", "have changed since"), faults);
            default -> Problem.invalid(faults);
        };
    }

    private static int byPrecedence(int one, int other) {
        return Integer.compare(precedence(one), precedence(other));
    }

    private static int precedence(int status) {
        return switch (status) {
            case 404 -> 2;
            case 409 -> 1;
            default -> 0;
        };
    }

    private static String detail(Collection<Failure> failures, String one, String many) {
        var ids = failures.stream().limit(10).map(Failure::id).distinct().collect(Collectors.joining(", "));
        if (failures.size() > 10) {
            return "%s and %d more %s".formatted(ids, failures.size() - 10, many);
        }
        return ids + " " + (failures.size() == 1 ? one : many);
    }
}
