package frames;

import dev.cnv.hotpath.worker.FrameDispatcher;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.LongUnaryOperator;

/** Writes, dispatches and reads frames as an application would; the result is what the desk booked. */
public final class DeskUse implements LongUnaryOperator {
    private static final Desk.Side[] SIDES = Desk.Side.values();

    private final FrameDispatcher dispatcher;
    private final MemorySegment segment = Arena.global().allocate(2 * 64, 64);
    private final DeskFrames.BookFrame book = new DeskFrames.BookFrame();
    private final DeskFrames.LeanFrame lean = new DeskFrames.LeanFrame();

    public DeskUse(FrameDispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public long applyAsLong(long rounds) {
        long last = 0;
        for (long round = 0; round < rounds; round++) {
            last = round(round);
        }
        return last;
    }

    private long round(long round) {
        lean.at(segment, 64).put(round + 1, 1.5f, 'a', (byte) -1);
        run(64, DeskFrames.LeanFrame.VERB);
        book.at(segment, 0).put(7, true, 1 + (round & 0xff), lean.result(), (short) 10);
        if (book.client() != 7 || !book.open() || book.lot() != 10 || book.side() != lean.result()) {
            throw new IllegalStateException("client=" + book.client());
        }
        run(0, DeskFrames.BookFrame.VERB);
        return book.result();
    }

    private void run(long offset, int verb) {
        try {
            if (dispatcher.dispatch(segment, offset, verb) != FrameDispatcher.OK) {
                throw new IllegalStateException("verb=" + verb);
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
