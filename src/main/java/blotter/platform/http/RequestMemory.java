package blotter.platform.http;

import blotter.platform.memory.MemoryBudget;
import io.vertx.ext.web.RoutingContext;

/// What one request holds of the memory for all: its body while it comes, what is made of it while a worker works on
/// it,
/// and its answer until that is sent.
final class RequestMemory {
    private final MemoryBudget.Share body;
    private final MemoryBudget.Share work;
    private boolean worked;
    private boolean ended;

    private RequestMemory(Memory memory) {
        this.body = memory.bodies().share();
        this.work = memory.work().share();
    }

    /// On the thread that works on the request.
    static RequestMemory begin(RoutingContext routing, Memory memory) {
        var its = new RequestMemory(memory);
        its.work.enter();
        routing.addEndHandler(sent -> its.ended());
        return its;
    }

    MemoryBudget.Share body() {
        return body;
    }

    MemoryBudget.Share work() {
        return work;
    }

    /// Nobody works on it any more.
    synchronized void worked() {
        worked = true;
        body.close();
        if (ended) {
            work.close();
            return;
        }
        work.worked();
    }

    /// The answer was sent, or its reader has gone; in that case somebody may still work on the request.
    private synchronized void ended() {
        ended = true;
        if (worked) {
            work.close();
        }
    }
}
