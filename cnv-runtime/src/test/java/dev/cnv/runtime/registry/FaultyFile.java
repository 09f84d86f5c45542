package dev.cnv.runtime.registry;

import dev.cnv.testing.Draws;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file with a cache, of which one operation fails, or each one from it on. When the power fails, what was
 * not forced survives in part.
 */
final class FaultyFile implements FeedFile {

    /** What becomes of the operation that fails. */
    enum Fault {
        /** Nothing is done. */
        REFUSED,
        /** Half of it is written: the disk is full. */
        SHORT,
        /** The second half of it is written, behind bytes that are not. */
        TORN,
        /** All of it is done, and said to have failed. */
        DONE
    }

    private sealed interface Change {
        record Write(int at, byte[] bytes) implements Change {}

        record Cut(int size) implements Change {}
    }

    private final Fault fault;
    private final int failing;
    private final boolean forGood;
    private final List<Change> unforced = new ArrayList<>();
    private byte[] durable;
    private byte[] cache;
    int operations;
    boolean readFails;
    boolean closed;

    FaultyFile(byte[] content, Fault fault, int failing, boolean forGood) {
        this.durable = content.clone();
        this.cache = content.clone();
        this.fault = fault;
        this.failing = failing;
        this.forGood = forGood;
    }

    static FaultyFile sound(byte[] content) {
        return new FaultyFile(content, Fault.REFUSED, Integer.MAX_VALUE, false);
    }

    byte[] content() {
        return cache.clone();
    }

    private boolean fails() {
        operations++;
        return forGood ? operations >= failing : operations == failing;
    }

    private IOException failure(String what) {
        return new IOException(fault == Fault.SHORT ? "No space left on device" : what + " failed");
    }

    @Override
    public long size() {
        return cache.length;
    }

    @Override
    public byte[] read(long positionBytes, int lengthBytes) throws IOException {
        if (readFails) {
            throw new IOException("read failed");
        }
        int from = (int) Math.min(positionBytes, cache.length);
        return Arrays.copyOfRange(cache, from, Math.min(cache.length, from + lengthBytes));
    }

    @Override
    public void write(long positionBytes, byte[] bytes) throws IOException {
        int at = (int) positionBytes;
        int half = bytes.length / 2;
        if (!fails()) {
            put(at, bytes);
            return;
        }
        switch (fault) {
            case REFUSED -> {}
            case SHORT -> put(at, Arrays.copyOf(bytes, half));
            case TORN -> put(at + half, Arrays.copyOfRange(bytes, half, bytes.length));
            case DONE -> put(at, bytes);
        }
        throw failure("write");
    }

    private void put(int at, byte[] bytes) {
        unforced.add(new Change.Write(at, bytes.clone()));
        cache = written(cache, at, bytes);
    }

    private static byte[] written(byte[] before, int at, byte[] bytes) {
        byte[] after = Arrays.copyOf(before, Math.max(before.length, at + bytes.length));
        System.arraycopy(bytes, 0, after, at, bytes.length);
        return after;
    }

    @Override
    public void force() throws IOException {
        boolean failed = fails();
        if (!failed || fault == Fault.DONE) {
            durable = cache.clone();
            unforced.clear();
        }
        if (failed) {
            throw failure("force");
        }
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
        boolean failed = fails();
        if (!failed || fault == Fault.DONE) {
            unforced.add(new Change.Cut((int) sizeBytes));
            cache = Arrays.copyOf(cache, (int) sizeBytes);
        }
        if (failed) {
            throw failure("truncate");
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** {@return what is found when the power failed and came back} */
    byte[] afterPowerFailure(Draws draws) {
        byte[] left = durable;
        for (Change change : unforced) {
            left = switch (change) {
                case Change.Cut(int size) ->
                    draws.flip() ? Arrays.copyOf(left, Math.min(left.length, size)) : left;
                case Change.Write(int at, byte[] bytes) -> survived(left, at, bytes, draws);
            };
        }
        return left.clone();
    }

    private static byte[] survived(byte[] before, int at, byte[] bytes, Draws draws) {
        int cut = draws.between(0, bytes.length);
        return switch (draws.between(0, 4)) {
            case 0 -> before;
            case 1 -> written(before, at, bytes);
            case 2 -> written(before, at, Arrays.copyOf(bytes, cut));
            case 3 -> Arrays.copyOf(before, Math.max(before.length, at + bytes.length));
            default -> written(before, at + cut, Arrays.copyOfRange(bytes, cut, bytes.length));
        };
    }
}
