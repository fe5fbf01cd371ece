package blotter.bench;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// What the benchmark has started, the latest first: all of it ends with the benchmark, however that ends.
final class Started implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final CopyOnWriteArrayList<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private volatile boolean closing;

    Process add(Process process) {
        open.addFirst(new Ending(process));
        return process;
    }

    void add(AutoCloseable resource) {
        open.addFirst(resource);
    }

    void remove(Process process) {
        open.remove(new Ending(process));
    }

    /// Ends it before the rest.
    void end(AutoCloseable resource) {
        if (open.remove(resource)) {
            close(resource);
        }
    }

    /// Ends the process before the rest.
    void end(Process process) {
        end(new Ending(process));
    }

    boolean isClosing() {
        return closing;
    }

    @Override
    public void close() {
        closing = true;
        for (var each : open) {
            end(each);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.err.println("blotter: " + e.getMessage());
        }
    }

    private record Ending(Process process) implements AutoCloseable {
        @Override
        public void close() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
