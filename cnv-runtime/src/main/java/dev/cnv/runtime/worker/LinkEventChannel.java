package dev.cnv.runtime.worker;

import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.StreamPayload;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * A line over a worker's connection. It has a thread of its own, since an interruption of a thread that
 * reads or writes would close the connection, and a verb's threads are interrupted at their limits.
 *
 * <p><b>Threading:</b> the connection is the line's as long as a call runs.
 */
final class LinkEventChannel implements WorkerEventChannel {

    private final WorkerLink link;
    private final long correlation;
    private final ExecutorService thread;

    /**
     * A line for one call.
     *
     * @param thread runs one task at a time
     */
    LinkEventChannel(WorkerLink link, long correlation, ExecutorService thread) {
        this.link = link;
        this.correlation = correlation;
        this.thread = thread;
    }

    @Override
    public int maxBytes() {
        return link.limits().messageBytes();
    }

    @Override
    public Future<WorkerReply> send(StreamPayload event) {
        return thread.submit(() -> exchange(event));
    }

    private WorkerReply exchange(StreamPayload event) throws IOException {
        link.send(MessageType.STREAM_DATA, correlation, event.encode());
        MessageView reply = link.next();
        if (reply.correlation() != correlation) {
            throw new IOException("answered " + reply + " to what call=" + correlation + " said");
        }
        return WorkerReply.decode(reply.type(), reply.payload(), link.limits());
    }
}
