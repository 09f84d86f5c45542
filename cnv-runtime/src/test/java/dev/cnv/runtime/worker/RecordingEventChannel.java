package dev.cnv.runtime.worker;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.protocol.StreamPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** A line that keeps what is sent, and answers at once. */
final class RecordingEventChannel implements WorkerEventChannel {

    final List<WorkerEvent> sent = new ArrayList<>();

    @Override
    public int maxBytes() {
        return 4096;
    }

    @Override
    public synchronized Future<WorkerReply> send(StreamPayload event) {
        WorkerEvent read = WorkerEvent.decode(event);
        if (event.sequence() != sent.size()) {
            throw new AssertionError("sequence=" + event.sequence() + " after " + sent);
        }
        sent.add(read);
        return CompletableFuture.completedFuture(
                read instanceof WorkerEvent.Reached
                        ? new WorkerReply.Recorded(0, Digest.of("v"), Digest.of("l"), 9)
                        : WorkerReply.Received.INSTANCE);
    }
}
