package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.MessageDecoder;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.MessageView;
import dev.cnv.runtime.protocol.ProtocolFault;
import dev.cnv.runtime.time.Time;
import java.io.IOException;

/**
 * Reads messages and hands them on.
 *
 * <p><b>Threading:</b> for the one thread that reads.
 */
final class ConnectionReader {

    /** Of a message that is not complete, so much counts as a sign of life. */
    private static final int PROGRESS_BYTES = 16 * 1024;

    /** How much a peer that was told to go may still send. */
    private static final int MAX_DISCARDED_BYTES = 1024 * 1024;

    private final Transport transport;
    private final Inbox inbox;
    private final SignsOfLife life;
    private final Time time;
    private final Connection.Handler handler;

    /**
     * A reader that has read nothing.
     *
     * @param inbox what was read before, and the decoder of what follows
     */
    ConnectionReader(
            Transport transport,
            Inbox inbox,
            SignsOfLife life,
            Time time,
            Connection.Handler handler) {
        this.transport = transport;
        this.inbox = inbox;
        this.life = life;
        this.time = time;
        this.handler = handler;
    }

    /**
     * Reads until the other side sends no more.
     *
     * @return how the connection ended
     * @throws EndpointException when the peer broke a rule
     */
    EndpointException readAll() throws IOException {
        MessageDecoder decoder = inbox.decoder();
        while (true) {
            switch (decoder.next(inbox.received())) {
                case MESSAGE -> handle(decoder.message());
                case FAULT -> throw Connection.violation(decoder.fault());
                case MORE -> {
                    int count = inbox.fill(transport);
                    if (count < 0) {
                        return ended(decoder);
                    }
                    if (inbox.progressed(PROGRESS_BYTES)) {
                        life.heard(time.nanos());
                    }
                }
            }
        }
    }

    private void handle(MessageView message) throws EndpointException {
        inbox.completed();
        life.heard(time.nanos());
        if (message.type() != MessageType.HEARTBEAT) {
            handler.received(message);
        }
    }

    private EndpointException ended(MessageDecoder decoder) {
        ProtocolFault fault = decoder.ended(inbox.received().remaining());
        return fault == null
                ? Connection.lost("the other side closed it")
                : Connection.violation(fault);
    }

    /** Drops what still comes from a peer that was told to go. */
    void discard() {
        byte[] dropped = new byte[4096];
        try {
            int total = 0;
            while (total < MAX_DISCARDED_BYTES) {
                int count = transport.read(dropped, 0, dropped.length);
                if (count < 0) {
                    return;
                }
                total += count;
            }
        } catch (IOException _) {
            // It has ended, which is what is waited for.
        }
    }

    /** Gives back the memory of what was read. */
    void release() {
        inbox.release();
    }
}
