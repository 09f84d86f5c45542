package dev.cnv.runtime.protocol;

import static dev.cnv.runtime.protocol.HandshakeMove.Input.CONFIRM_BREAKS;
import static dev.cnv.runtime.protocol.HandshakeMove.Input.CONFIRM_HOLDS;
import static dev.cnv.runtime.protocol.HandshakeMove.Input.OFFER_DIFFERS;
import static dev.cnv.runtime.protocol.HandshakeMove.Input.OFFER_MATCHES;
import static dev.cnv.runtime.protocol.HandshakeMove.Input.START;
import static dev.cnv.runtime.protocol.HandshakeState.ANSWERED;
import static dev.cnv.runtime.protocol.HandshakeState.AWAITING;
import static dev.cnv.runtime.protocol.HandshakeState.CONFIRMING;
import static dev.cnv.runtime.protocol.HandshakeState.ESTABLISHED;
import static dev.cnv.runtime.protocol.HandshakeState.INITIAL;
import static dev.cnv.runtime.protocol.HandshakeState.OFFERED;
import static dev.cnv.runtime.protocol.HandshakeState.REFUSED;

import dev.cnv.runtime.protocol.HandshakeMove.Input;
import dev.cnv.runtime.protocol.HandshakeMove.Output;
import java.util.List;

/**
 * The moves of a handshake. The model checker goes through this very table.
 *
 * <pre>
 *  initiator    INITIAL  -- START ----------&gt; OFFERED      sends OFFER
 *               OFFERED  -- OFFER_MATCHES --&gt; CONFIRMING   sends CONFIRM
 *               OFFERED  -- OFFER_DIFFERS --&gt; REFUSED      sends ERROR
 *            CONFIRMING  -- CONFIRM_HOLDS --&gt; ESTABLISHED
 *            CONFIRMING  -- CONFIRM_BREAKS -&gt; REFUSED      sends ERROR
 *  acceptor    AWAITING  -- OFFER_MATCHES --&gt; ANSWERED     sends OFFER
 *              AWAITING  -- OFFER_DIFFERS --&gt; REFUSED      sends OFFER: the peer sees why
 *              ANSWERED  -- CONFIRM_HOLDS --&gt; ESTABLISHED  sends CONFIRM
 *              ANSWERED  -- CONFIRM_BREAKS -&gt; REFUSED      sends ERROR
 *  both    not final     -- ERROR ----------&gt; REFUSED
 *          not final     -- anything else --&gt; REFUSED      sends ERROR
 * </pre>
 */
public final class HandshakeTable {

    private static final List<HandshakeMove> MOVES = List.of(
            new HandshakeMove(INITIAL, START, OFFERED, Output.OFFER),
            new HandshakeMove(OFFERED, OFFER_MATCHES, CONFIRMING, Output.CONFIRM),
            new HandshakeMove(OFFERED, OFFER_DIFFERS, REFUSED, Output.ERROR),
            new HandshakeMove(CONFIRMING, CONFIRM_HOLDS, ESTABLISHED, Output.NOTHING),
            new HandshakeMove(CONFIRMING, CONFIRM_BREAKS, REFUSED, Output.ERROR),
            new HandshakeMove(AWAITING, OFFER_MATCHES, ANSWERED, Output.OFFER),
            new HandshakeMove(AWAITING, OFFER_DIFFERS, REFUSED, Output.OFFER),
            new HandshakeMove(ANSWERED, CONFIRM_HOLDS, ESTABLISHED, Output.CONFIRM),
            new HandshakeMove(ANSWERED, CONFIRM_BREAKS, REFUSED, Output.ERROR));

    private HandshakeTable() {}

    /** {@return the moves that are not those of every state} */
    public static List<HandshakeMove> moves() {
        return MOVES;
    }

    /**
     * What an end does with an input.
     *
     * @param from where it stands; not final
     * @param input what it gets
     * @return the move; to {@link HandshakeState#REFUSED} when the table has none
     */
    public static HandshakeMove move(HandshakeState from, Input input) {
        if (from.isFinal()) {
            throw new IllegalStateException("state=" + from + " is final");
        }
        return MOVES.stream()
                .filter(move -> move.from() == from && move.input() == input)
                .findFirst()
                .orElseGet(() -> new HandshakeMove(
                        from,
                        input,
                        REFUSED,
                        input == Input.ERROR ? Output.NOTHING : Output.ERROR));
    }
}
