package dev.cnv.runtime.governance;

import dev.cnv.testing.Draws;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A disk with a cache that loses power. What was not forced survives in any part: nothing, all, a
 * beginning that ends at any byte, any pieces, the length alone, with bits flipped.
 */
class SimulatedDisk implements Disk {

    private sealed interface Change {
        record Write(int position, byte[] bytes) implements Change {}

        record Cut(int size) implements Change {}
    }

    private byte[] durable;
    private byte[] cache;
    private final List<Change> unsynced = new ArrayList<>();
    private final Machine machine;
    int forceCount;

    SimulatedDisk(byte[] content) {
        this(content, new Machine());
    }

    SimulatedDisk(byte[] content, Machine machine) {
        durable = content.clone();
        cache = content.clone();
        this.machine = machine;
    }

    synchronized byte[] content() {
        return cache.clone();
    }

    @Override
    public synchronized void write(long positionBytes, byte[] buffer, int lengthBytes)
            throws IOException {
        int position = Math.toIntExact(positionBytes);
        byte[] bytes = Arrays.copyOf(buffer, lengthBytes);
        unsynced.add(new Change.Write(position, bytes));
        cache = written(cache, position, bytes);
        machine.step();
    }

    @Override
    public synchronized void force() throws IOException {
        forceCount++;
        machine.step();
        durable = cache.clone();
        unsynced.clear();
    }

    @Override
    public synchronized long size() {
        return cache.length;
    }

    @Override
    public synchronized int read(long positionBytes, byte[] into, int from, int lengthBytes)
            throws IOException {
        int position = Math.toIntExact(positionBytes);
        int count = Math.max(0, Math.min(lengthBytes, cache.length - position));
        System.arraycopy(cache, position, into, from, count);
        return count;
    }

    @Override
    public synchronized void truncate(long sizeBytes) throws IOException {
        unsynced.add(new Change.Cut(Math.toIntExact(sizeBytes)));
        cache = Arrays.copyOf(cache, Math.toIntExact(sizeBytes));
        machine.step();
    }

    @Override
    public void close() {}

    /** The power failed and came back. */
    synchronized void powerFailed(Draws draws) {
        byte[] left = durable;
        for (Change change : unsynced) {
            left = switch (change) {
                case Change.Write(int position, byte[] bytes) ->
                    survived(left, position, bytes, draws);
                case Change.Cut(int size) ->
                    draws.flip() ? Arrays.copyOf(left, Math.min(size, left.length)) : left;
            };
        }
        unsynced.clear();
        durable = left;
        cache = left.clone();
    }

    private static byte[] survived(byte[] before, int position, byte[] bytes, Draws draws) {
        return switch (draws.between(0, 4)) {
            case 0 -> before;
            case 1 -> written(before, position, bytes);
            case 2 ->
                written(before, position, Arrays.copyOf(bytes, draws.between(0, bytes.length)));
            case 3 -> Arrays.copyOf(before, Math.max(before.length, position + bytes.length));
            default -> pieces(before, position, bytes, draws);
        };
    }

    private static byte[] pieces(byte[] before, int position, byte[] bytes, Draws draws) {
        byte[] after = before;
        int from = 0;
        while (from < bytes.length) {
            int to = Math.min(bytes.length, from + draws.between(1, 400));
            byte[] piece = Arrays.copyOfRange(bytes, from, to);
            // A flip within what was there before would be damage and not a crash.
            if (draws.rarely(8) && position + from >= before.length) {
                piece[draws.between(0, piece.length - 1)] ^= (byte) (1 << draws.between(0, 7));
            }
            after = draws.flip() ? written(after, position + from, piece) : after;
            from = to;
        }
        return after;
    }

    private static byte[] written(byte[] before, int position, byte[] bytes) {
        byte[] after = Arrays.copyOf(before, Math.max(before.length, position + bytes.length));
        System.arraycopy(bytes, 0, after, position, bytes.length);
        return after;
    }
}
