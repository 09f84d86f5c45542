package dev.cnv.runtime.protocol;

import dev.cnv.runtime.protocol.HandshakeMove.Input;
import dev.cnv.runtime.protocol.TranscriptProof.Role;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One end of a handshake, without any channel: it gets messages and says what to send. It moves by {@link
 * HandshakeTable} alone.
 *
 * <pre>{@code
 * Handshake handshake = Handshake.initiator(offer, proof);
 * send(handshake.start());
 * while (!handshake.state().isFinal()) {
 *     handshake.receive(next.type(), next.payload()).ifPresent(this::send);
 * }
 * Agreement agreed = handshake.agreement().orElseThrow();
 * }</pre>
 *
 * <p>An acceptor is established when it sends the last message, which may not arrive: then the initiator is
 * not, and closes. Whoever is established, the peer has confirmed the same transcript, and so the same
 * agreement.
 *
 * <p><b>Threading:</b> for one thread.
 */
public final class Handshake {

    private final Role role;
    private final Offer ours;
    private final byte[] oursBytes;
    private final TranscriptProof proof;
    private HandshakeState state;
    private @Nullable Agreement agreed;
    private @Nullable HandshakeRefusal refusal;

    private Handshake(Role role, Offer ours, TranscriptProof proof) {
        this.role = role;
        this.ours = ours;
        this.oursBytes = new HandshakePayload(ours).encode();
        this.proof = proof;
        this.state = role == Role.INITIATOR ? HandshakeState.INITIAL : HandshakeState.AWAITING;
    }

    /**
     * The end that opened the connection. Send first what {@link #start} gives.
     *
     * @param ours its offer, with a nonce that was never used
     * @param proof who confirms
     * @return the handshake
     */
    public static Handshake initiator(Offer ours, TranscriptProof proof) {
        return new Handshake(Role.INITIATOR, ours, proof);
    }

    /**
     * The end that was connected to.
     *
     * @param ours its offer, with a nonce that was never used
     * @param proof who confirms
     * @return the handshake
     */
    public static Handshake acceptor(Offer ours, TranscriptProof proof) {
        return new Handshake(Role.ACCEPTOR, ours, proof);
    }

    /** {@return where it stands} */
    public HandshakeState state() {
        return state;
    }

    /** {@return what is agreed; empty unless it is established} */
    public Optional<Agreement> agreement() {
        return state == HandshakeState.ESTABLISHED ? Optional.ofNullable(agreed) : Optional.empty();
    }

    /** {@return why it came to nothing; empty unless it is refused} */
    public Optional<HandshakeRefusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * Begins.
     *
     * @return the initiator's first message
     * @throws IllegalStateException for an acceptor, or when it has begun
     */
    public HandshakeMessage start() {
        if (state != HandshakeState.INITIAL) {
            throw new IllegalStateException("state=" + state + " has begun already");
        }
        return move(Input.START).orElseThrow();
    }

    /**
     * Takes a message of the peer.
     *
     * @param message the message, whose header the decoder has checked
     * @return what to send; also when it is refused now
     * @throws IllegalStateException when it is established or refused already
     */
    public Optional<HandshakeMessage> receive(MessageView message) {
        return receive(message.type(), message.payload());
    }

    /**
     * Takes a message of the peer.
     *
     * @param type what the message is
     * @param payload its payload, between position and limit
     * @return what to send; also when it is refused now
     * @throws IllegalStateException when it is established or refused already
     */
    public Optional<HandshakeMessage> receive(MessageType type, ByteBuffer payload) {
        requireOpen();
        Input input;
        try {
            input = input(type, payload);
        } catch (ProtocolFaultException e) {
            refusal = e.fault();
            input = Input.FAULT;
        }
        return move(input);
    }

    /**
     * Takes a fault that the decoder found.
     *
     * @param fault the fault
     * @return what to send
     * @throws IllegalStateException when it is established or refused already
     */
    public Optional<HandshakeMessage> receive(ProtocolFault fault) {
        requireOpen();
        refusal = fault;
        return move(Input.FAULT);
    }

    private void requireOpen() {
        if (state.isFinal()) {
            throw new IllegalStateException("state=" + state + " is final");
        }
    }

    private Input input(MessageType type, ByteBuffer payload) {
        if (type == MessageType.ERROR) {
            refusal = ErrorPayload.decode(payload);
            return Input.ERROR;
        }
        if (type != theirType()) {
            return wrongOrder(type);
        }
        return switch (state) {
            case OFFERED, AWAITING -> offer(payload);
            case CONFIRMING, ANSWERED -> confirm(payload);
            default -> wrongOrder(type);
        };
    }

    private Input wrongOrder(MessageType type) {
        refusal = new ProtocolFault(
                ProtocolFault.Kind.WRONG_ORDER,
                "type=" + type + " came to role=" + role + " in state=" + state);
        return Input.FAULT;
    }

    private Input offer(ByteBuffer payload) {
        Offer theirs = HandshakePayload.decode(payload).offer();
        byte[] theirBytes = PayloadForm.bytes(payload);
        NegotiationResult result = role == Role.INITIATOR
                ? Negotiation.accept(ours, oursBytes, theirs, theirBytes)
                : Negotiation.accept(theirs, theirBytes, ours, oursBytes);
        return switch (result) {
            case Agreement agreement -> {
                agreed = agreement;
                yield Input.OFFER_MATCHES;
            }
            case NegotiationRefusal none -> {
                refusal = role == Role.ACCEPTOR ? none : none.seenByThePeer();
                yield Input.OFFER_DIFFERS;
            }
        };
    }

    private Input confirm(ByteBuffer payload) {
        ConfirmPayload said = ConfirmPayload.decode(payload);
        byte[] transcript = agreedOne().transcript();
        if (MessageDigest.isEqual(said.transcript(), transcript)
                && proof.holds(role.peer(), transcript, said.proof())) {
            return Input.CONFIRM_HOLDS;
        }
        refusal = new ProtocolFault(
                ProtocolFault.Kind.TRANSCRIPT_MISMATCH,
                "the peer confirms another handshake, or cannot prove that it is a peer: somebody"
                        + " may have changed an offer");
        return Input.CONFIRM_BREAKS;
    }

    private Optional<HandshakeMessage> move(Input input) {
        HandshakeMove move = HandshakeTable.move(state, input);
        Optional<HandshakeMessage> message = switch (move.output()) {
            case NOTHING -> Optional.empty();
            case OFFER -> Optional.of(new HandshakeMessage(ourType(), oursBytes));
            case CONFIRM -> Optional.of(confirmation());
            case ERROR -> Optional.of(error());
        };
        state = move.to();
        return message;
    }

    private HandshakeMessage confirmation() {
        byte[] transcript = agreedOne().transcript();
        return new HandshakeMessage(
                ourType(), new ConfirmPayload(transcript, proof.prove(role, transcript)).encode());
    }

    private HandshakeMessage error() {
        ErrorCode code = switch (Objects.requireNonNull(refusal)) {
            case NegotiationRefusal none -> ErrorCode.of(none.kind());
            case ProtocolFault fault -> ErrorCode.of(fault.kind());
            case ErrorPayload said -> said.code();
        };
        return new HandshakeMessage(
                MessageType.ERROR, new ErrorPayload(code, refusal.text()).encode());
    }

    private Agreement agreedOne() {
        return Objects.requireNonNull(agreed);
    }

    private MessageType ourType() {
        return role == Role.INITIATOR
                ? MessageType.NEGOTIATION_REQUEST
                : MessageType.NEGOTIATION_RESPONSE;
    }

    private MessageType theirType() {
        return role == Role.INITIATOR
                ? MessageType.NEGOTIATION_RESPONSE
                : MessageType.NEGOTIATION_REQUEST;
    }
}
