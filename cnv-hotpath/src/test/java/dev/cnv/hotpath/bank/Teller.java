package dev.cnv.hotpath.bank;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.ring.FrameSink;
import dev.cnv.hotpath.worker.FrameDispatcher;
import java.lang.foreign.MemorySegment;

/** The verbs of a {@link Bank} as the compiler would dispatch them, written by hand. */
public final class Teller implements FrameDispatcher {

    /** The account whose holder makes the teller throw. */
    public static final int CURSED = 13;

    private static final long FROM = FrameDescriptor.ARGUMENTS_OFFSET;
    private static final long TO = FROM + Integer.BYTES;
    private static final long AMOUNT = TO + Integer.BYTES;
    private static final IllegalStateException CURSE = new IllegalStateException("account=13");

    private final Bank bank;

    /** A teller of a bank. */
    public Teller(Bank bank) {
        this.bank = bank;
    }

    @Override
    public int dispatch(MemorySegment segment, long frame, int verb) {
        return switch (verb) {
            case Branch.TRANSFER -> transfer(segment, frame);
            case Branch.BALANCE, Branch.PEEK -> balance(segment, frame);
            default -> FrameStatus.FAILED;
        };
    }

    private int transfer(MemorySegment segment, long frame) {
        int from = segment.get(FrameDescriptor.INT, frame + FROM);
        if (from == CURSED) {
            throw CURSE;
        }
        bank.move(
                from,
                segment.get(FrameDescriptor.INT, frame + TO),
                segment.get(FrameDescriptor.LONG, frame + AMOUNT));
        return FrameStatus.DONE;
    }

    private int balance(MemorySegment segment, long frame) {
        long cents = bank.cents[segment.get(FrameDescriptor.INT, frame + FROM)];
        segment.set(FrameDescriptor.LONG, frame + AMOUNT, cents);
        return FrameStatus.DONE;
    }

    /** Sends a frame; waits for room, and says whether the ring took it. */
    public static boolean send(
            FrameSink ring, long handle, int verb, long correlation, int from, int to, long cents) {
        long frame = ring.claim();
        while (frame == dev.cnv.hotpath.ring.RingStatus.FULL) {
            Thread.yield();
            frame = ring.claim();
        }
        if (frame < 0) {
            return false;
        }
        MemorySegment segment = ring.segment();
        FrameDescriptor.writeHead(segment, frame, handle, verb, (short) 0, 1, correlation);
        segment.set(FrameDescriptor.INT, frame + FROM, from);
        segment.set(FrameDescriptor.INT, frame + TO, to);
        segment.set(FrameDescriptor.LONG, frame + AMOUNT, cents);
        return ring.commit(frame);
    }

    /** The amount in a frame: a balance where a worker has answered. */
    public static long amount(MemorySegment segment, long frame) {
        return segment.get(FrameDescriptor.LONG, frame + AMOUNT);
    }
}
