package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.ErrorCode;
import dev.cnv.runtime.protocol.ErrorPayload;
import java.nio.ByteBuffer;

/** What this side calls a fault, and what the wire calls it. */
final class ErrorCodes {

    private ErrorCodes() {}

    static byte[] payload(EndpointFault fault, String text) {
        return new ErrorPayload(code(fault), text).encode();
    }

    private static ErrorCode code(EndpointFault fault) {
        return switch (fault) {
            case MESSAGE_TOO_LARGE -> ErrorCode.OVERSIZE;
            case TOO_MANY_CALLS, TOO_MANY_CONNECTIONS -> ErrorCode.TOO_MANY_CALLS;
            case SHUTTING_DOWN -> ErrorCode.SHUTTING_DOWN;
            case TRANSCRIPT_MISMATCH -> ErrorCode.TRANSCRIPT_MISMATCH;
            case HANDSHAKE_TIMEOUT, PEER_DEAD, IDLE, WAIT_ENDED -> ErrorCode.TIMEOUT;
            case PROTOCOL_VIOLATION -> ErrorCode.MALFORMED;
            case UNKNOWN_STREAM -> ErrorCode.UNKNOWN_STREAM;
            case UNREACHABLE,
                    SOCKET_REFUSED,
                    PEER_REFUSED,
                    NEGOTIATION_REFUSED,
                    CONNECTION_LOST,
                    REMOTE_FAULT -> ErrorCode.INTERNAL;
        };
    }

    static EndpointFault fault(ErrorCode code) {
        return switch (code) {
            case NO_COMMON_VERSION, NO_COMMON_COMPRESSION -> EndpointFault.NEGOTIATION_REFUSED;
            case TRANSCRIPT_MISMATCH -> EndpointFault.TRANSCRIPT_MISMATCH;
            case MALFORMED, UNEXPECTED -> EndpointFault.PROTOCOL_VIOLATION;
            case UNKNOWN_STREAM -> EndpointFault.UNKNOWN_STREAM;
            case OVERSIZE -> EndpointFault.MESSAGE_TOO_LARGE;
            case TOO_MANY_CALLS -> EndpointFault.TOO_MANY_CALLS;
            case TIMEOUT -> EndpointFault.PEER_DEAD;
            case SHUTTING_DOWN -> EndpointFault.SHUTTING_DOWN;
            case OTHER, INTERNAL -> EndpointFault.REMOTE_FAULT;
        };
    }

    /** Whether a call that is refused so may have run: what a server does not take has not. */
    static boolean mayHaveRun(EndpointFault fault) {
        return fault == EndpointFault.REMOTE_FAULT
                || fault == EndpointFault.MESSAGE_TOO_LARGE
                || fault == EndpointFault.PEER_DEAD;
    }

    /** What the other side said, as this side throws it. */
    static EndpointException read(ByteBuffer payload) {
        ErrorPayload said = ErrorPayload.decode(payload);
        return new EndpointException(
                fault(said.code()), "the other side says " + said.code() + ": " + said.text());
    }
}
