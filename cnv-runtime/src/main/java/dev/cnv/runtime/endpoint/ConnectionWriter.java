package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what waits in an outbox, as much as there is with each write.
 *
 * <p><b>Threading:</b> for the one thread that writes.
 */
final class ConnectionWriter {

    /** How often a writer lets others run first, at most, while each time more comes. */
    private static final int MOST_YIELDS = 8;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Transport transport;
    private final Outbox outbox;
    private final SignsOfLife life;
    private final Time time;
    private final Connection.Handler handler;

    /**
     * A writer that has written nothing.
     *
     * @param handler says whether more is to come
     */
    ConnectionWriter(
            Transport transport,
            Outbox outbox,
            SignsOfLife life,
            Time time,
            Connection.Handler handler) {
        this.transport = transport;
        this.outbox = outbox;
        this.life = life;
        this.time = time;
        this.handler = handler;
    }

    /** Writes until there will be no more, and says so to the other side. */
    void writeAll() throws IOException {
        ByteBuffer spare = NOTHING;
        for (Outbox.Taken taken = takeTogether(spare); taken != null; taken = takeTogether(spare)) {
            life.writes(time.nanos());
            transport.write(taken.bytes().array(), 0, taken.count());
            life.wrote(time.nanos());
            spare = taken.bytes();
        }
        transport.finishOutput();
        life.outputOver(time.nanos());
    }

    /**
     * Takes what waits to be written. Where more is to come, threads that could run now do so first, and again
     * while that brings more, since each write costs more than what is in it; a call that is alone waits for
     * nobody.
     */
    @SuppressWarnings("ThreadPriorityCheck") // A hint: without it writes are more and smaller.
    private Outbox.@Nullable Taken takeTogether(ByteBuffer spare) {
        outbox.awaitFirst();
        int before = 0;
        int bytes = outbox.waitingBytes();
        for (int i = 0; i < MOST_YIELDS && bytes > before && handler.moreToCome(); i++) {
            Thread.yield();
            before = bytes;
            bytes = outbox.waitingBytes();
        }
        return outbox.take(spare);
    }
}
