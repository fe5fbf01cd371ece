package blotter.platform.schedule;

import blotter.platform.database.Database;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Work that runs regularly, or once at a later time, on one node at a time. It is kept in PostgreSQL by
/// db-scheduler, so it outlives a node: what a killed one was running is run again by another. All work must tolerate
/// being repeated.
///
/// Register work first, then start.
public final class Schedule implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("blotter.schedule");
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    // The fewest that db-scheduler allows.
    private static final int MISSED_HEARTBEATS = 4;
    private static final int THREADS = 4;
    // For work that runs when the server stops; then it is interrupted.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final Duration look;
    private final Duration heartbeat;
    private final List<RecurringTask<?>> recurring = new ArrayList<>();
    private final List<Task<?>> once = new ArrayList<>();
    private @Nullable Scheduler scheduler;

    public Schedule(Database database) {
        this(database, LOOK, HEARTBEAT);
    }

    /// @param look how often to look for work that is due
    /// @param heartbeat how often a node says that it is still running its work
    Schedule(Database database, Duration look, Duration heartbeat) {
        this.database = database;
        this.look = look;
        this.heartbeat = heartbeat;
    }

    @FunctionalInterface
    public interface Work {
        /// Runs on one node at a time.
        ///
        /// @param open false once the server stops; long work should then end
        void run(BooleanSupplier open);
    }

    @FunctionalInterface
    public interface DatedWork {
        /// Runs once.
        ///
        /// @param data what it was scheduled with
        void run(String data, BooleanSupplier open);
    }

    /// Work that can be scheduled any number of times, each under an id of its own.
    @FunctionalInterface
    public interface Once {
        /// Schedules the work; does nothing if it is scheduled under this id already.
        void at(Instant when, String id, String data);
    }

    /// Runs the work at the start, and again when this pause has passed since its last end, whether it failed or not.
    ///
    /// @param name the same on all nodes and in all versions
    public void every(String name, Duration pause, Work work) {
        recurring.add(Tasks.recurring(name, FixedDelay.of(pause))
                .execute((instance, context) -> work.run(() -> isOpen(context))));
    }

    /// Registers work to schedule later. If it fails, it is tried again every five minutes.
    ///
    /// @param name the same on all nodes and in all versions
    public Once once(String name, DatedWork work) {
        var task = Tasks.oneTime(name, String.class)
                .execute((instance, context) -> work.run(instance.getData(), () -> isOpen(context)));
        once.add(task);
        return (when, id, data) ->
                Objects.requireNonNull(scheduler, "not started").scheduleIfNotExists(task.instance(id, data), when);
    }

    private static boolean isOpen(ExecutionContext context) {
        return !context.getSchedulerState().isShuttingDown();
    }

    public void start() {
        scheduler = Scheduler.create(database.pool(), once)
                .startTasks(recurring)
                .pollingInterval(look)
                .heartbeatInterval(heartbeat)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .threads(THREADS)
                .shutdownMaxWait(PATIENCE)
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
                .serializer(new Text())
                .failureLogging(LogLevel.OFF, false)
                .addSchedulerListener(new Failures())
                .build();
        scheduler.start();
    }

    /// Ends; what did not run in time runs after the next start, or on another node.
    @Override
    public void close() {
        if (scheduler != null) {
            scheduler.stop();
        }
    }

    /// Data as UTF-8. By default it would be Java's serialization, which makes objects of whatever is in the database.
    private static final class Text implements Serializer {
        @Override
        public byte @Nullable [] serialize(@Nullable Object data) {
            return data == null ? null : data.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] data) {
            return data == null ? null : type.cast(new String(data, StandardCharsets.UTF_8));
        }
    }

    /// Logs each failure in one line. db-scheduler's own log has a stack trace for each look while PostgreSQL restarts.
    private static final class Failures extends AbstractSchedulerListener {
        private volatile boolean waiting;

        @Override
        public void onExecutionComplete(ExecutionComplete done) {
            done.getCause()
                    .ifPresent(cause -> LOG.warnf(
                            "%s failed (%s); trying again", done.getExecution().getTaskName(), cause));
        }

        @Override
        public void onExecutionDead(Execution execution) {
            LOG.warnf(
                    "%s did not end on %s, which no longer answers; running it again",
                    execution.getTaskName(), execution.pickedBy);
        }

        @Override
        public void onSchedulerEvent(SchedulerEventType event) {
            if (event == SchedulerEventType.RAN_EXECUTE_DUE) {
                waiting = false;
            } else if (event == SchedulerEventType.UNEXPECTED_ERROR && !waiting) {
                waiting = true;
                LOG.warn("scheduled work cannot be read at the moment; trying again every second");
            }
        }
    }
}
