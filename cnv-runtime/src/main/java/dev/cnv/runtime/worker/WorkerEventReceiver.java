package dev.cnv.runtime.worker;

import dev.cnv.runtime.call.Invocation;
import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.StreamPayload;
import java.io.IOException;

/**
 * Gives to the runtime's side of a call what its verb says in a worker, and the answer to the worker.
 *
 * <p><b>Threading:</b> for the thread that waits for the worker.
 */
final class WorkerEventReceiver {

    private final WorkerLink link;
    private final long correlation;
    private final Invocation call;
    private long next;

    /**
     * A receiver.
     *
     * @param correlation the worker's call
     * @param call the same call, here
     */
    WorkerEventReceiver(WorkerLink link, long correlation, Invocation call) {
        this.link = link;
        this.correlation = correlation;
        this.call = call;
    }

    /** {@return whether anybody listens to a call} */
    static boolean hasListener(Invocation call) {
        return !Progress.NONE.equals(call.progress());
    }

    /**
     * Delivers one event, which takes as long as whoever listens takes.
     *
     * @throws IOException when the worker is gone
     * @throws RuntimeException when the message is nothing that a verb says, or this thread was interrupted
     */
    void receive(MessageView message) throws IOException {
        StreamPayload event = StreamPayload.decode(message.payload(), link.limits());
        if (event.sequence() != next) {
            throw new IOException(
                    "the worker sent event=" + event.sequence() + " and not event=" + next);
        }
        next++;
        WorkerReply reply = reply(WorkerEvent.decode(event));
        link.send(reply.type(), correlation, reply.encode(event.sequence()));
    }

    /** What a listener or the ledger throws is thrown where it was said; an interruption ends the call. */
    private WorkerReply reply(WorkerEvent event) {
        try {
            return deliver(event);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return WorkerReply.Refused.of(e);
        }
    }

    private WorkerReply deliver(WorkerEvent received) {
        switch (received) {
            case WorkerEvent.Progressed event ->
                call.progress().report(event.done(), event.total(), event.what());
            case WorkerEvent.Shown event -> call.progress().record(event.json());
            case WorkerEvent.Logged event -> call.progress().log(event.message());
            case WorkerEvent.Warned event -> call.progress().warn(event.message());
            case WorkerEvent.Reached event -> {
                return WorkerReply.Recorded.of(call.milestone(event.name(), event.value()));
            }
        }
        return WorkerReply.Received.INSTANCE;
    }
}
