package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.PossessionProof;

/**
 * Who makes a remote call, as the call's credential says it. A claim: the kernel says whether it holds.
 *
 * <pre>
 * credential = empty                                           nobody in particular
 *            | { 1: 1, 2: number, 3: chain, 4: answer }        opens the session of this number
 *            | { 1: 2, 2: number }                             the session that was opened so
 *            | { 1: 3, 3: chain, 5: proof }                    this one call
 * number     = 0 to 63, of this connection
 * chain      = bstr, at most 64 KiB
 * answer     = bstr, at most 8 KiB: the holder's signature over the session's challenge
 * proof      = bstr, at most 8 KiB: a proof of possession for the call
 * </pre>
 *
 * It is deterministic CBOR (RFC 8949, section 4.2.1).
 */
sealed interface CallerClaim {

    /** The most that a credential can have, in bytes. */
    int MAX_BYTES = Key.MAX_CHAIN_BYTES + 2 * 8 * 1024;

    /** How many sessions a connection holds. */
    int MAX_SESSION_COUNT = 64;

    /** Nobody in particular. */
    record Anonymous() implements CallerClaim {}

    /**
     * Opens a session; one of the same number ends.
     *
     * @param number the session's number
     * @param chain the caller's chain
     * @param answer the holder's signature over the challenge
     */
    @SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
    record Opening(int number, Chain chain, byte[] answer) implements CallerClaim {}

    /**
     * A session that was opened.
     *
     * @param number the session's number
     */
    record Opened(int number) implements CallerClaim {}

    /**
     * One call.
     *
     * @param chain the caller's chain
     * @param proof that the caller has its key
     */
    record Once(Chain chain, PossessionProof proof) implements CallerClaim {}

    /** {@return the credential's bytes} */
    default byte[] encode() {
        return switch (this) {
            case Anonymous() -> new byte[0];
            case Opening(int number, Chain chain, byte[] answer) ->
                new CborWriter()
                        .map(4)
                        .key(Key.KIND)
                        .integer(Key.OPENING)
                        .key(Key.NUMBER)
                        .integer(number)
                        .key(Key.CHAIN)
                        .bytes(chain.bytes())
                        .key(Key.ANSWER)
                        .bytes(answer)
                        .toBytes();
            case Opened(int number) ->
                new CborWriter(8)
                        .map(2)
                        .key(Key.KIND)
                        .integer(Key.OPENED)
                        .key(Key.NUMBER)
                        .integer(number)
                        .toBytes();
            case Once(Chain chain, PossessionProof proof) ->
                new CborWriter()
                        .map(3)
                        .key(Key.KIND)
                        .integer(Key.ONCE)
                        .key(Key.CHAIN)
                        .bytes(chain.bytes())
                        .key(Key.PROOF)
                        .bytes(proof.bytes())
                        .toBytes();
        };
    }

    /**
     * Reads a credential.
     *
     * @throws CborRefusedException when the bytes are none
     */
    static CallerClaim decode(byte[] bytes) {
        if (bytes.length == 0) {
            return new Anonymous();
        }
        CborReader in = CborReader.of("credential", bytes, MAX_BYTES);
        in.openMap();
        in.key(Key.KIND, "kind");
        CallerClaim claim = switch ((int) in.integer(Key.OPENING, Key.ONCE)) {
            case Key.OPENING -> new Opening(number(in), chain(in), answer(in));
            case Key.OPENED -> new Opened(number(in));
            default -> new Once(chain(in), proof(in));
        };
        in.close();
        in.end();
        return claim;
    }

    private static int number(CborReader in) {
        in.key(Key.NUMBER, "number");
        return (int) in.integer(0, MAX_SESSION_COUNT - 1);
    }

    private static Chain chain(CborReader in) {
        in.key(Key.CHAIN, "chain");
        byte[] bytes = in.bytes(Key.MAX_CHAIN_BYTES);
        return in.checked(() -> Chain.ofBytes(bytes));
    }

    private static byte[] answer(CborReader in) {
        in.key(Key.ANSWER, "answer");
        return in.bytes(Key.MAX_PROOF_BYTES);
    }

    private static PossessionProof proof(CborReader in) {
        in.key(Key.PROOF, "proof");
        byte[] bytes = in.bytes(Key.MAX_PROOF_BYTES);
        return in.checked(() -> PossessionProof.ofBytes(bytes));
    }

    /** The numbers in the format. */
    final class Key {

        static final int KIND = 1;
        static final int NUMBER = 2;
        static final int CHAIN = 3;
        static final int ANSWER = 4;
        static final int PROOF = 5;

        static final int OPENING = 1;
        static final int OPENED = 2;
        static final int ONCE = 3;

        static final int MAX_CHAIN_BYTES = 64 * 1024;
        static final int MAX_PROOF_BYTES = 8 * 1024;

        private Key() {}
    }
}
