package blotter.platform.http;

import blotter.platform.memory.MemoryBudget;
import java.time.Duration;

/// What of the heap may be held at a time, over all requests.
///
/// @param strangers bodies that anybody may send, while they wait for a worker
/// @param bodies bodies that workers take in
/// @param work what is made of bodies, what PostgreSQL answers, and answers that are not sent yet
public record Memory(WaitingBodies strangers, MemoryBudget bodies, MemoryBudget work) {
    /// Divides so many bytes: a twelfth, a quarter, and the rest.
    ///
    /// @param patience how long a request waits for its memory
    public static Memory of(long bytes, Duration patience) {
        return new Memory(
                new WaitingBodies(bytes / 12),
                new MemoryBudget(bytes / 4, patience),
                new MemoryBudget(bytes * 2 / 3, patience));
    }
}
