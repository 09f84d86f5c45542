package dev.cnv.runtime.worker;

import dev.cnv.runtime.protocol.StreamPayload;
import java.util.concurrent.Future;

/**
 * The way of what a verb says to the runtime.
 *
 * <p><b>Threading:</b> safe for use by several threads; what is said is sent, and answered, one after the
 * other.
 */
interface WorkerEventChannel {

    /** {@return the largest message, in bytes} */
    int maxBytes();

    /** Sends an event, on another thread, and gives the answer. */
    Future<WorkerReply> send(StreamPayload event);
}
