package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import java.nio.ByteBuffer;

/**
 * How a stream stands, from the one who produces it: the answer to each {@link StreamControlPayload} but
 * a credit, in their order.
 *
 * <pre>
 * payload = { 1: code      integer: what was asked, {@link StreamControlPayload.Code}
 *             2: applied   whether it was done
 *             3: state     integer: {@link State}
 *             4: next      integer: the sequence number of the next event
 *             5: buffered  integer: events that wait for a credit
 *             6: demand    integer: events that were asked for and not sent
 *             7: blocked   whether the verb stands at an event
 *            64 and above: of later versions, passed over }
 * </pre>
 *
 * @param code what was asked
 * @param applied whether it was done; false when it does not fit how the stream stands
 * @param state whether it runs
 * @param next the sequence number of the next event
 * @param buffered events that wait for a credit
 * @param demand events that were asked for and not sent
 * @param blocked whether the verb stands at an event
 */
public record StreamStatusPayload(
        StreamControlPayload.Code code,
        boolean applied,
        State state,
        long next,
        int buffered,
        long demand,
        boolean blocked) {

    /** Whether a stream runs. */
    public enum State {
        /** It runs. */
        RUNNING(0),
        /** It stands. */
        PAUSED(1),
        /** It is being cancelled. */
        CANCELLING(2),
        /** It has ended. */
        ENDED(3);

        private final int code;

        State(int code) {
            this.code = code;
        }

        /** {@return the number on the wire} */
        public int code() {
            return code;
        }
    }

    private static final int CODE = 1;
    private static final int APPLIED = 2;
    private static final int STATE = 3;
    private static final int NEXT = 4;
    private static final int BUFFERED = 5;
    private static final int DEMAND = 6;
    private static final int BLOCKED = 7;

    /** {@return the payload's bytes} */
    public byte[] encode() {
        return new CborWriter(32)
                .map(7)
                .key(CODE)
                .integer(code.code())
                .key(APPLIED)
                .bool(applied)
                .key(STATE)
                .integer(state.code())
                .key(NEXT)
                .integer(next)
                .key(BUFFERED)
                .integer(buffered)
                .key(DEMAND)
                .integer(demand)
                .key(BLOCKED)
                .bool(blocked)
                .toBytes();
    }

    /**
     * Reads a payload.
     *
     * @param payload the bytes between position and limit
     * @param limits what was agreed
     * @return the status
     * @throws ProtocolFaultException when the bytes are no status
     */
    public static StreamStatusPayload decode(ByteBuffer payload, WireLimits limits) {
        return PayloadForm.read(
                "status", payload, limits.messageBytes(), StreamStatusPayload::read);
    }

    private static StreamStatusPayload read(CborReader in) {
        StreamControlPayload.Code[] codes = StreamControlPayload.Code.values();
        State[] states = State.values();
        in.key(CODE, "code");
        // A credit, the last code, has no answer.
        StreamControlPayload.Code code = codes[(int) in.integer(0, codes.length - 2)];
        in.key(APPLIED, "applied");
        boolean applied = in.bool();
        in.key(STATE, "state");
        State state = states[(int) in.integer(0, states.length - 1)];
        in.key(NEXT, "next");
        long next = in.integer(0, Long.MAX_VALUE);
        in.key(BUFFERED, "buffered");
        int buffered = (int) in.integer(0, Integer.MAX_VALUE);
        in.key(DEMAND, "demand");
        long demand = in.integer(0, Long.MAX_VALUE);
        in.key(BLOCKED, "blocked");
        return new StreamStatusPayload(code, applied, state, next, buffered, demand, in.bool());
    }
}
