package dev.cnv.runtime.endpoint;

/** What went wrong between two processes: a stable name for programs. */
public enum EndpointFault {
    /** Nobody listens at the address, or it cannot be reached. */
    UNREACHABLE,
    /** The socket's file, its folder or its owner is not as it must be. */
    SOCKET_REFUSED,
    /** The other side's certificate does not hold, is for somebody else, or it refused ours. */
    PEER_REFUSED,
    /** The two have no version or compression in common. */
    NEGOTIATION_REFUSED,
    /** The two hashed different handshakes: somebody between them changed one. */
    TRANSCRIPT_MISMATCH,
    /** The other side took too long for the handshake. */
    HANDSHAKE_TIMEOUT,
    /** The other side sent what the protocol does not allow. */
    PROTOCOL_VIOLATION,
    /** The other side names a stream that was never opened, or one that is another call's. */
    UNKNOWN_STREAM,
    /** The message is larger than what was agreed. */
    MESSAGE_TOO_LARGE,
    /** As many calls run as were agreed. */
    TOO_MANY_CALLS,
    /** The server has as many connections as it takes. */
    TOO_MANY_CONNECTIONS,
    /** Nothing was heard of the other side for too long. */
    PEER_DEAD,
    /** Nothing was asked for too long. */
    IDLE,
    /** The other side takes no new calls, because it ends. */
    SHUTTING_DOWN,
    /** The connection ended. */
    CONNECTION_LOST,
    /** The caller waited as long as it wanted to. */
    WAIT_ENDED,
    /** The other side could not answer: a fault of its own. */
    REMOTE_FAULT;
}
