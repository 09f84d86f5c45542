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
final class WorkerEar {

    private final WorkerLink link;
    private final long correlation;
    private final Invocation call;
    private long next;

    /**
     * An ear.
     *
     * @param correlation the worker's call
     * @param call the same call, here
     */
    WorkerEar(WorkerLink link, long correlation, Invocation call) {
        this.link = link;
        this.correlation = correlation;
        this.call = call;
    }

    /** {@return whether anybody listens to a call} */
    static boolean heard(Invocation call) {
        return !Progress.NONE.equals(call.progress());
    }

    /**
     * Hears one thing, which takes as long as whoever listens takes.
     *
     * @throws IOException when the worker is gone
     * @throws RuntimeException when the message is nothing that a verb says, or this thread was interrupted
     */
    void hear(MessageView message) throws IOException {
        StreamPayload said = StreamPayload.decode(message.payload(), link.limits());
        if (said.sequence() != next) {
            throw new IOException("said event=" + said.sequence() + " and not event=" + next);
        }
        next++;
        WorkerReply reply = reply(WorkerEvent.decode(said));
        link.send(reply.type(), correlation, reply.encode(said.sequence()));
    }

    /** What a listener or the ledger throws is thrown where it was said; an interruption ends the call. */
    private WorkerReply reply(WorkerEvent event) {
        try {
            return take(event);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return WorkerReply.Refused.of(e);
        }
    }

    private WorkerReply take(WorkerEvent event) {
        switch (event) {
            case WorkerEvent.Progressed said ->
                call.progress().report(said.done(), said.total(), said.what());
            case WorkerEvent.Shown said -> call.progress().record(said.json());
            case WorkerEvent.Logged said -> call.progress().log(said.message());
            case WorkerEvent.Warned said -> call.progress().warn(said.message());
            case WorkerEvent.Reached said -> {
                return WorkerReply.Recorded.of(call.milestone(said.name(), said.value()));
            }
        }
        return WorkerReply.Heard.YES;
    }
}
