package dev.cnv.runtime.worker;

import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.protocol.StreamPayload;
import dev.cnv.runtime.stream.Milestone;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the verb of a worker says while one call runs. Each thing said is with the runtime, and with whoever
 * listens there, before the verb goes on.
 *
 * <p><b>Threading:</b> safe for use by several threads; the line takes what they say in the order in which it
 * was said. An interruption of a thread that says something ends its wait.
 */
final class WorkerEventSender implements Progress, AutoCloseable {

    /** Room for what is around the content. */
    private static final int FRAME_BYTES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final WorkerEventChannel channel;
    private final boolean listener;
    private final UUID invocation;
    private Future<?> last = CompletableFuture.completedFuture(null);
    private long next;
    private boolean ended;

    /**
     * A sender for one call.
     *
     * @param listener whether somebody listens to all but milestones
     * @param invocation the call
     */
    WorkerEventSender(WorkerEventChannel channel, boolean listener, UUID invocation) {
        this.channel = channel;
        this.listener = listener;
        this.invocation = invocation;
    }

    @Override
    public void report(long done, long total, String what) {
        hint(new WorkerEvent.Progressed(done, total, what));
    }

    @Override
    public void record(ObjectNode record) {
        hint(new WorkerEvent.Shown(record));
    }

    @Override
    public void log(String message) {
        hint(new WorkerEvent.Logged(message));
    }

    @Override
    public void warn(String message) {
        hint(new WorkerEvent.Warned(message));
    }

    Milestone milestone(String name, JsonNode value) {
        return switch (say(new WorkerEvent.Reached(name, value))) {
            case WorkerReply.Recorded recorded -> recorded.milestone(invocation, name);
            case WorkerReply.Received _, WorkerReply.Refused _ ->
                throw new IllegalStateException("milestone=" + name + " got no receipt");
        };
    }

    private void hint(WorkerEvent event) {
        if (listener) {
            say(event);
        }
    }

    private WorkerReply say(WorkerEvent event) {
        byte[] json = event.encode();
        if (json.length > channel.maxBytes() - FRAME_BYTES) {
            throw new IllegalArgumentException("what the verb says has bytes=" + json.length
                    + ", more than a worker may send at once: messageBytes=" + channel.maxBytes());
        }
        WorkerReply reply = reply(begin(event, json));
        if (reply instanceof WorkerReply.Refused refused) {
            throw refused.thrown();
        }
        return reply;
    }

    private Future<WorkerReply> begin(WorkerEvent event, byte[] json) {
        lock.lock();
        try {
            if (ended) {
                throw new IllegalStateException("the call has ended, and what it says with it");
            }
            Future<WorkerReply> reply = channel.send(new StreamPayload(next, event.kind(), json));
            next++;
            last = reply;
            return reply;
        } finally {
            lock.unlock();
        }
    }

    private static WorkerReply reply(Future<WorkerReply> reply) {
        try {
            return reply.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the call was stopped where it says something");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the runtime is gone: " + e.getCause(), e);
        }
    }

    /** Ends it: waits until what was said is answered, and refuses whatever is said from now on. */
    @Override
    public void close() {
        Future<?> pending;
        lock.lock();
        try {
            ended = true;
            pending = last;
        } finally {
            lock.unlock();
        }
        try {
            pending.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException _) {
            // Who said it was told.
        }
    }
}
