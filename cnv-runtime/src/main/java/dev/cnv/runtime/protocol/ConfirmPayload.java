package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import java.nio.ByteBuffer;

/**
 * One end's word that a handshake was what it saw.
 *
 * <pre>
 * payload = { 0: kind 1
 *             1: transcript  bstr 32
 *             2: proof       bstr, absent when empty: {@link TranscriptProof}
 *            64 and above: of later versions, passed over }
 * </pre>
 *
 * @param transcript the hash of the end's transcript, 32 bytes
 * @param proof who says so, as a {@link TranscriptProof} made it; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // Read once and never compared.
public record ConfirmPayload(byte[] transcript, byte[] proof) {

    private static final int TRANSCRIPT = 1;
    private static final int PROOF = 2;
    private static final int MAX_PROOF_BYTES = 12 * 1024;

    /** {@return the payload's bytes} */
    public byte[] encode() {
        CborWriter out = new CborWriter(64 + proof.length)
                .map(proof.length == 0 ? 2 : 3)
                .key(HandshakePayload.KIND)
                .integer(HandshakePayload.KIND_CONFIRM)
                .key(TRANSCRIPT)
                .bytes(transcript);
        if (proof.length > 0) {
            out.key(PROOF).bytes(proof);
        }
        return out.toBytes();
    }

    /**
     * Reads a payload.
     *
     * @param payload the bytes between position and limit
     * @return the confirmation, of which nothing is known to be true
     * @throws ProtocolFaultException when the bytes are no confirmation
     */
    public static ConfirmPayload decode(ByteBuffer payload) {
        return PayloadForm.read(
                "confirmation", payload, MessageDecoder.HANDSHAKE_BYTES, ConfirmPayload::read);
    }

    private static ConfirmPayload read(CborReader in) {
        in.key(HandshakePayload.KIND, "kind");
        in.integer(HandshakePayload.KIND_CONFIRM, HandshakePayload.KIND_CONFIRM);
        in.key(TRANSCRIPT, "transcript");
        byte[] transcript = in.bytesExactly(Agreement.TRANSCRIPT_BYTES);
        return new ConfirmPayload(
                transcript, PayloadForm.optionalBytes(in, PROOF, "proof", MAX_PROOF_BYTES));
    }
}
