package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a client or a server: each is looked at now and then for signs of life, and
 * all end together.
 *
 * <p><b>Threading:</b> safe for use by several threads; {@code timer} and {@code stopped} are guarded by
 * {@code lock}.
 */
final class OpenConnections {

    private static final int TICKS_PER_HEARTBEAT = 4;

    private final Time time;
    private final Duration every;
    private final Map<Connection, Runnable> drains = new ConcurrentHashMap<>();
    private final CountDownLatch empty = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private Time.@Nullable Timer timer;
    private boolean stopped;
    private volatile boolean draining;
    private volatile @Nullable EndpointException over;

    OpenConnections(Time time, Duration heartbeatEvery) {
        this.time = time;
        this.every = heartbeatEvery.dividedBy(TICKS_PER_HEARTBEAT);
    }

    /**
     * Starts a connection, and looks after it until it is removed.
     *
     * @param drain makes it take no more calls, and end when those that run are answered
     */
    void start(Connection connection, Runnable drain) {
        drains.put(connection, drain);
        connection.start();
        EndpointException ended = over;
        if (ended != null) {
            connection.end(ended);
        } else if (draining) {
            drain.run();
        }
        tickLater();
    }

    /** Forgets a connection that was closed; false when it was forgotten before. */
    boolean remove(Connection connection) {
        boolean removed = drains.remove(connection) != null;
        if (draining && drains.isEmpty()) {
            empty.countDown();
        }
        return removed;
    }

    private void tickLater() {
        lock.lock();
        try {
            if (timer == null && !stopped && !drains.isEmpty()) {
                timer = time.after(every, this::tick);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What one of them throws keeps no other from being looked at, now or later. */
    private void tick() {
        long now = time.nanos();
        RuntimeException fault = null;
        for (Connection connection : drains.keySet()) {
            try {
                connection.tick(now);
            } catch (RuntimeException e) {
                fault = e;
            }
        }
        forgetTimer();
        tickLater();
        if (fault != null) {
            throw fault;
        }
    }

    private void forgetTimer() {
        lock.lock();
        try {
            timer = null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drains all connections, and ends those that are left after some time.
     *
     * @param why what their calls end with
     */
    void close(Duration longest, EndpointException why) {
        draining = true;
        drains.values().forEach(Runnable::run);
        if (!drains.isEmpty()) {
            awaitEmpty(longest);
        }
        over = why;
        drains.keySet().forEach(connection -> connection.end(why));
        stop();
    }

    private void awaitEmpty(Duration longest) {
        Time.Timer limit = time.after(longest, empty::countDown);
        try {
            empty.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            limit.cancel();
        }
    }

    private void stop() {
        lock.lock();
        try {
            stopped = true;
            if (timer != null) {
                timer.cancel();
            }
        } finally {
            lock.unlock();
        }
    }
}
