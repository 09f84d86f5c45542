package frames;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.worker.DispatchRight;
import dev.cnv.hotpath.worker.FrameDispatcher;
import dev.cnv.hotpath.worker.FrameModule;
import dev.cnv.runtime.capability.CapabilityId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import javax.annotation.processing.Generated;

/** The frames of the fast verbs of {@link Desk}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class DeskFrames implements FrameModule {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfChar CHAR =
            ValueLayout.JAVA_CHAR.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final List<CapabilityId> VERBS = FrameModule.verbs(
            "desk.book desk.forget desk.lean");

    private final Desk handler;

    /**
     * Frames of a given {@link Desk}.
     *
     * @param handler runs the verbs
     */
    public DeskFrames(Desk handler) {
        this.handler = handler;
    }

    @Override
    public List<CapabilityId> verbs() {
        return VERBS;
    }

    @Override
    public int lines() {
        return 1;
    }

    @Override
    public FrameDispatcher dispatcher(DispatchRight right) {
        right.open(this);
        return new Dispatcher(handler);
    }

    /**
     * Frames of {@code desk.book}, see {@link Desk#book}. An instance stands on one
     * frame at a time and is moved to the next; the static methods do without.
     *
     * <pre>
     *    0                   1                   2                   3
     *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
     *  +---------------------------------------------------------------+
     *  |                             cents                             |   32
     *  |                                                               |
     *  +---------------------------------------------------------------+
     *  |                            client                             |   40
     *  +-------------------------------+---------------+---------------+
     *  |              lot              |     open      |     side      |   44
     *  +-------------------------------+---------------+---------------+
     * </pre>
     *
     * <p><b>Threading:</b> for one thread at a time.
     */
    public static final class BookFrame {
        /** The verb's index in the frames of {@link DeskFrames}. */
        public static final int VERB = 0;

        /** The lines of a frame. */
        public static final int LINES = 1;

        private static final long HEAD = VERB | (long) LINES << 48;

        private static final Desk.Side[] SIDE_VALUES = Desk.Side.values();

        private final long head;
        private MemorySegment segment = MemorySegment.NULL;
        private long offset;

        /** Stands on no frame yet. */
        public BookFrame() {
            this(0);
        }

        /**
         * Stands on no frame yet.
         *
         * @param first the index at which these verbs begin among those of joined modules
         */
        public BookFrame(int first) {
            this.head = HEAD + first;
        }

        /**
         * Moves to a frame.
         *
         * @param segment holds the frame
         * @param offset where it begins, in bytes
         * @return this
         */
        public BookFrame at(MemorySegment segment, long offset) {
            this.segment = segment;
            this.offset = offset;
            return this;
        }

        /**
         * Writes what the frame runs under and how its answer is known.
         *
         * @param grant the handle of a grant
         * @param correlation any number
         * @return this
         */
        public BookFrame under(long grant, long correlation) {
            segment.set(LONG, offset + FrameDescriptor.GRANT_OFFSET, grant);
            segment.set(LONG, offset + FrameDescriptor.CORRELATION_OFFSET, correlation);
            return this;
        }

        /** Writes the verb, no flags, the number of lines and all arguments. */
        public void put(int client, boolean open, long cents, Desk.Side side, short lot) {
            this.segment.set(LONG, this.offset + FrameDescriptor.VERB_OFFSET, this.head);
            client(this.segment, this.offset, client);
            open(this.segment, this.offset, open);
            cents(this.segment, this.offset, cents);
            side(this.segment, this.offset, side);
            lot(this.segment, this.offset, lot);
        }

        /** {@return the argument {@code client}} */
        public int client() {
            return client(segment, offset);
        }

        /** {@return the argument {@code client} of a frame} */
        public static int client(MemorySegment segment, long offset) {
            return segment.get(INT, offset + 40);
        }

        /** Writes the argument {@code client} of a frame. */
        public static void client(MemorySegment segment, long offset, int value) {
            segment.set(INT, offset + 40, value);
        }

        /** {@return the argument {@code open}} */
        public boolean open() {
            return open(segment, offset);
        }

        /** {@return the argument {@code open} of a frame} */
        public static boolean open(MemorySegment segment, long offset) {
            return segment.get(BYTE, offset + 46) != 0;
        }

        /** Writes the argument {@code open} of a frame. */
        public static void open(MemorySegment segment, long offset, boolean value) {
            segment.set(BYTE, offset + 46, (byte) (value ? 1 : 0));
        }

        /** {@return the argument {@code cents}} */
        public long cents() {
            return cents(segment, offset);
        }

        /** {@return the argument {@code cents} of a frame} */
        public static long cents(MemorySegment segment, long offset) {
            return segment.get(LONG, offset + 32);
        }

        /** Writes the argument {@code cents} of a frame. */
        public static void cents(MemorySegment segment, long offset, long value) {
            segment.set(LONG, offset + 32, value);
        }

        /** {@return the argument {@code side}} */
        public Desk.Side side() {
            return side(segment, offset);
        }

        /** {@return the argument {@code side} of a frame} */
        public static Desk.Side side(MemorySegment segment, long offset) {
            return SIDE_VALUES[segment.get(BYTE, offset + 47)];
        }

        /** Writes the argument {@code side} of a frame. */
        public static void side(MemorySegment segment, long offset, Desk.Side value) {
            segment.set(BYTE, offset + 47, (byte) value.ordinal());
        }

        /** {@return the argument {@code lot}} */
        public short lot() {
            return lot(segment, offset);
        }

        /** {@return the argument {@code lot} of a frame} */
        public static short lot(MemorySegment segment, long offset) {
            return segment.get(SHORT, offset + 44);
        }

        /** Writes the argument {@code lot} of a frame. */
        public static void lot(MemorySegment segment, long offset, short value) {
            segment.set(SHORT, offset + 44, value);
        }

        /** {@return the result} */
        public long result() {
            return result(segment, offset);
        }

        /** {@return the result of a frame} */
        public static long result(MemorySegment segment, long offset) {
            return segment.get(LONG, offset + 32);
        }

        /** Writes the result of a frame. */
        public static void result(MemorySegment segment, long offset, long value) {
            segment.set(LONG, offset + 32, value);
        }
    }

    /**
     * Frames of {@code desk.forget}, see {@link Desk#forget}. An instance stands on one
     * frame at a time and is moved to the next; the static methods do without.
     *
     * <p><b>Threading:</b> for one thread at a time.
     */
    public static final class ForgetFrame {
        /** The verb's index in the frames of {@link DeskFrames}. */
        public static final int VERB = 1;

        /** The lines of a frame. */
        public static final int LINES = 1;

        private static final long HEAD = VERB | (long) LINES << 48;

        private final long head;
        private MemorySegment segment = MemorySegment.NULL;
        private long offset;

        /** Stands on no frame yet. */
        public ForgetFrame() {
            this(0);
        }

        /**
         * Stands on no frame yet.
         *
         * @param first the index at which these verbs begin among those of joined modules
         */
        public ForgetFrame(int first) {
            this.head = HEAD + first;
        }

        /**
         * Moves to a frame.
         *
         * @param segment holds the frame
         * @param offset where it begins, in bytes
         * @return this
         */
        public ForgetFrame at(MemorySegment segment, long offset) {
            this.segment = segment;
            this.offset = offset;
            return this;
        }

        /**
         * Writes what the frame runs under and how its answer is known.
         *
         * @param grant the handle of a grant
         * @param correlation any number
         * @return this
         */
        public ForgetFrame under(long grant, long correlation) {
            segment.set(LONG, offset + FrameDescriptor.GRANT_OFFSET, grant);
            segment.set(LONG, offset + FrameDescriptor.CORRELATION_OFFSET, correlation);
            return this;
        }

        /** Writes the verb, no flags, the number of lines and all arguments. */
        public void put() {
            this.segment.set(LONG, this.offset + FrameDescriptor.VERB_OFFSET, this.head);
        }
    }

    /**
     * Frames of {@code desk.lean}, see {@link Desk#lean}. An instance stands on one
     * frame at a time and is moved to the next; the static methods do without.
     *
     * <pre>
     *    0                   1                   2                   3
     *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
     *  +---------------------------------------------------------------+
     *  |                            weight                             |   32
     *  |                                                               |
     *  +---------------------------------------------------------------+
     *  |                             bias                              |   40
     *  +-------------------------------+---------------+---------------+
     *  |             mark              |     level     |                   44
     *  +-------------------------------+---------------+
     * </pre>
     *
     * <p><b>Threading:</b> for one thread at a time.
     */
    public static final class LeanFrame {
        /** The verb's index in the frames of {@link DeskFrames}. */
        public static final int VERB = 2;

        /** The lines of a frame. */
        public static final int LINES = 1;

        private static final long HEAD = VERB | (long) LINES << 48;

        private static final Desk.Side[] RESULTS = Desk.Side.values();

        private final long head;
        private MemorySegment segment = MemorySegment.NULL;
        private long offset;

        /** Stands on no frame yet. */
        public LeanFrame() {
            this(0);
        }

        /**
         * Stands on no frame yet.
         *
         * @param first the index at which these verbs begin among those of joined modules
         */
        public LeanFrame(int first) {
            this.head = HEAD + first;
        }

        /**
         * Moves to a frame.
         *
         * @param segment holds the frame
         * @param offset where it begins, in bytes
         * @return this
         */
        public LeanFrame at(MemorySegment segment, long offset) {
            this.segment = segment;
            this.offset = offset;
            return this;
        }

        /**
         * Writes what the frame runs under and how its answer is known.
         *
         * @param grant the handle of a grant
         * @param correlation any number
         * @return this
         */
        public LeanFrame under(long grant, long correlation) {
            segment.set(LONG, offset + FrameDescriptor.GRANT_OFFSET, grant);
            segment.set(LONG, offset + FrameDescriptor.CORRELATION_OFFSET, correlation);
            return this;
        }

        /** Writes the verb, no flags, the number of lines and all arguments. */
        public void put(double weight, float bias, char mark, byte level) {
            this.segment.set(LONG, this.offset + FrameDescriptor.VERB_OFFSET, this.head);
            weight(this.segment, this.offset, weight);
            bias(this.segment, this.offset, bias);
            mark(this.segment, this.offset, mark);
            level(this.segment, this.offset, level);
        }

        /** {@return the argument {@code weight}} */
        public double weight() {
            return weight(segment, offset);
        }

        /** {@return the argument {@code weight} of a frame} */
        public static double weight(MemorySegment segment, long offset) {
            return segment.get(DOUBLE, offset + 32);
        }

        /** Writes the argument {@code weight} of a frame. */
        public static void weight(MemorySegment segment, long offset, double value) {
            segment.set(DOUBLE, offset + 32, value);
        }

        /** {@return the argument {@code bias}} */
        public float bias() {
            return bias(segment, offset);
        }

        /** {@return the argument {@code bias} of a frame} */
        public static float bias(MemorySegment segment, long offset) {
            return segment.get(FLOAT, offset + 40);
        }

        /** Writes the argument {@code bias} of a frame. */
        public static void bias(MemorySegment segment, long offset, float value) {
            segment.set(FLOAT, offset + 40, value);
        }

        /** {@return the argument {@code mark}} */
        public char mark() {
            return mark(segment, offset);
        }

        /** {@return the argument {@code mark} of a frame} */
        public static char mark(MemorySegment segment, long offset) {
            return segment.get(CHAR, offset + 44);
        }

        /** Writes the argument {@code mark} of a frame. */
        public static void mark(MemorySegment segment, long offset, char value) {
            segment.set(CHAR, offset + 44, value);
        }

        /** {@return the argument {@code level}} */
        public byte level() {
            return level(segment, offset);
        }

        /** {@return the argument {@code level} of a frame} */
        public static byte level(MemorySegment segment, long offset) {
            return segment.get(BYTE, offset + 46);
        }

        /** Writes the argument {@code level} of a frame. */
        public static void level(MemorySegment segment, long offset, byte value) {
            segment.set(BYTE, offset + 46, value);
        }

        /** {@return the result} */
        public Desk.Side result() {
            return result(segment, offset);
        }

        /** {@return the result of a frame} */
        public static Desk.Side result(MemorySegment segment, long offset) {
            return RESULTS[segment.get(BYTE, offset + 32)];
        }

        /** Writes the result of a frame. */
        public static void result(MemorySegment segment, long offset, Desk.Side value) {
            segment.set(BYTE, offset + 32, (byte) value.ordinal());
        }
    }

    private static final class Dispatcher implements FrameDispatcher {
        private final Desk handler;

        private Dispatcher(Desk handler) {
            this.handler = handler;
        }

        @Override
        public int dispatch(MemorySegment segment, long offset, int verb) throws Throwable {
            switch (verb) {
                case 0:
                    return book(segment, offset);
                case 1:
                    return forget(segment, offset);
                case 2:
                    return lean(segment, offset);
                default:
                    return NO_SUCH_VERB;
            }
        }

        private int book(MemorySegment segment, long offset) {
            int client = segment.get(INT, offset + 40);
            byte open = segment.get(BYTE, offset + 46);
            if ((open & ~1) != 0) {
                return BAD_ARGUMENT;
            }
            long cents = segment.get(LONG, offset + 32);
            if (cents < 1L || cents > 100000000L) {
                return BAD_ARGUMENT;
            }
            byte side = segment.get(BYTE, offset + 47);
            if (side < 0 || side >= BookFrame.SIDE_VALUES.length) {
                return BAD_ARGUMENT;
            }
            short lot = segment.get(SHORT, offset + 44);
            if (lot != 1 && lot != 10 && lot != 100) {
                return BAD_ARGUMENT;
            }
            var result = handler.book(client, open != 0, cents, BookFrame.SIDE_VALUES[side], lot);
            BookFrame.result(segment, offset, result);
            return OK;
        }

        private int forget(MemorySegment segment, long offset) throws Throwable {
            handler.forget();
            return OK;
        }

        private int lean(MemorySegment segment, long offset) {
            double weight = segment.get(DOUBLE, offset + 32);
            if (!Double.isFinite(weight) || weight < 0.25) {
                return BAD_ARGUMENT;
            }
            float bias = segment.get(FLOAT, offset + 40);
            if (!Float.isFinite(bias)) {
                return BAD_ARGUMENT;
            }
            char mark = segment.get(CHAR, offset + 44);
            if (Character.isSurrogate(mark)) {
                return BAD_ARGUMENT;
            }
            byte level = segment.get(BYTE, offset + 46);
            var result = Desk.lean(weight, bias, mark, level);
            LeanFrame.result(segment, offset, result);
            return OK;
        }
    }
}
