package dev.cnv.runtime.endpoint;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be written to one connection: whole messages, back to back. Whoever adds to a full
 * outbox waits, so that a peer that reads slowly slows down those who answer it. The one writer takes
 * all that waits at once.
 *
 * <p><b>Threading:</b> any thread adds, one takes; guarded by {@code lock}.
 */
final class Outbox {

    private static final int FIRST_BYTES = 512;

    /** An array larger than this is given back when it was written. */
    private static final int KEPT_BYTES = 64 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Condition taken = lock.newCondition();
    private final int maxBytes;
    private ByteBuffer filling = NOTHING;
    private int count;
    private @Nullable EndpointException ended;
    private boolean ending;

    Outbox(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Taken bytes, from the buffer's beginning; they are the taker's until it takes again. */
    record Taken(ByteBuffer bytes, int count) {}

    /**
     * Adds a message, and waits while there is no room. A message that is larger than the outbox gets in
     * when it is empty.
     *
     * @throws EndpointException when the connection ended, or takes no more
     */
    void add(Message message) throws EndpointException {
        lock.lock();
        try {
            appendWithRoom(message);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds messages in their order, so that those that find room are taken together.
     *
     * @throws EndpointException when the connection ended, or takes no more; the first ones may be added
     */
    void addAll(List<? extends Message> messages) throws EndpointException {
        lock.lock();
        try {
            for (Message message : messages) {
                appendWithRoom(message);
            }
        } finally {
            lock.unlock();
        }
    }

    private void appendWithRoom(Message message) throws EndpointException {
        while (ended == null && count > 0 && count + message.bytes() > maxBytes) {
            taken.awaitUninterruptibly();
        }
        requireOpen();
        append(message);
    }

    /** Adds a small message of the connection's own; it does not wait, and is left out when full. */
    boolean offer(Message message) {
        lock.lock();
        try {
            if (ended != null || ending || count + message.bytes() > maxBytes) {
                return false;
            }
            append(message);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Something that knows how to write itself. */
    interface Message {

        int bytes();

        void write(ByteBuffer into, int at);
    }

    private void append(Message message) {
        int end = count + message.bytes();
        if (filling.capacity() < end) {
            filling = ByteBuffer.allocate(Math.max(Math.max(FIRST_BYTES, 2 * count), end))
                    .put(0, filling, 0, count);
        }
        message.write(filling, count);
        if (count == 0) {
            added.signal();
        }
        count = end;
    }

    private void requireOpen() throws EndpointException {
        if (ended != null) {
            throw new EndpointException(ended.fault(), String.valueOf(ended.getMessage()));
        }
        if (ending) {
            throw new EndpointException(
                    EndpointFault.SHUTTING_DOWN, "the connection is being closed");
        }
    }

    /** Waits until something waits to be written, or nothing will. */
    void awaitFirst() {
        lock.lock();
        try {
            awaitSome();
        } finally {
            lock.unlock();
        }
    }

    private void awaitSome() {
        while (count == 0 && ended == null && !ending) {
            added.awaitUninterruptibly();
        }
    }

    /**
     * Takes all that waits, and waits for the first.
     *
     * @param spare a heap buffer that is written and may be filled again
     * @return the bytes; null when there will be no more
     */
    @Nullable Taken take(ByteBuffer spare) {
        lock.lock();
        try {
            awaitSome();
            if (count == 0 || ended != null) {
                return null;
            }
            Taken all = new Taken(filling, count);
            filling = spare.capacity() > KEPT_BYTES ? NOTHING : spare;
            count = 0;
            taken.signalAll();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** What waits is written still; nothing more is taken. */
    void finish() {
        lock.lock();
        try {
            ending = true;
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits; whoever adds or waits gets this. */
    void fail(EndpointException why) {
        lock.lock();
        try {
            if (ended == null) {
                ended = why;
            }
            filling = NOTHING;
            count = 0;
            added.signalAll();
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@return how many bytes wait} */
    int waitingBytes() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }
}
