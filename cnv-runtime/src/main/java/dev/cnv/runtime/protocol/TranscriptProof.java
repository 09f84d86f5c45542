package dev.cnv.runtime.protocol;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says who confirms a transcript. Hashes alone show that both ends saw the same bytes, unless somebody
 * in the middle changes the confirmations too; a signature shows it whoever is in the middle.
 */
public interface TranscriptProof {

    /** Which end of a connection. */
    enum Role {
        /** The one that opened it. */
        INITIATOR(0),
        /** The other one. */
        ACCEPTOR(1);

        private final int code;

        Role(int code) {
            this.code = code;
        }

        /** {@return the number that is signed} */
        int code() {
            return code;
        }

        Role peer() {
            return this == INITIATOR ? ACCEPTOR : INITIATOR;
        }
    }

    /**
     * Proves that this end saw a transcript.
     *
     * @param role which end this is
     * @param transcript the hash
     * @return the proof; may be empty
     */
    byte[] prove(Role role, byte[] transcript);

    /**
     * Whether the peer proves that it saw a transcript. It fails closed: nothing is thrown for a proof of
     * any bytes.
     *
     * @param role which end the peer is
     * @param transcript the hash that the peer must have seen
     * @param proof the peer's proof
     * @return true when it does
     */
    boolean holds(Role role, byte[] transcript, byte[] proof);

    /**
     * No proof. For channels that let nobody between: TLS with both certificates checked, or a
     * Unix-domain socket that only its owner can open.
     *
     * @return a proof that is empty, and takes none but an empty one
     */
    static TranscriptProof ofTheChannel() {
        return new TranscriptProof() {
            @Override
            public byte[] prove(Role role, byte[] transcript) {
                return new byte[0];
            }

            @Override
            public boolean holds(Role role, byte[] transcript, byte[] proof) {
                return proof.length == 0;
            }
        };
    }

    /**
     * A signature of role and transcript: a COSE_Sign1 message of the end's key.
     *
     * @param ours this end's key
     * @param trusted finds the key of a peer that may be at the other end by the key's id
     * @return the proof
     */
    static TranscriptProof signed(SigningKey ours, Function<Digest, Optional<PublicKey>> trusted) {
        return new SignedTranscript(ours, trusted);
    }

    /**
     * Signs with one key and trusts some.
     *
     * @param ours this end's key
     * @param trusted the keys of peers
     */
    record SignedTranscript(SigningKey ours, Function<Digest, Optional<PublicKey>> trusted)
            implements TranscriptProof {

        private static final String CONTENT_TYPE = "application/cnv-handshake+cbor";
        private static final int MAX_BYTES = 12 * 1024;

        @Override
        public byte[] prove(Role role, byte[] transcript) {
            return CoseSign1.sign(ours, CONTENT_TYPE, signedBytes(role, transcript))
                    .bytes();
        }

        @Override
        public boolean holds(Role role, byte[] transcript, byte[] proof) {
            try {
                CoseSign1 message = CoseSign1.parse(proof, MAX_BYTES);
                return trusted.apply(message.keyId())
                        .flatMap(key -> message.verified(key, CONTENT_TYPE))
                        .filter(said -> Arrays.equals(said, signedBytes(role, transcript)))
                        .isPresent();
            } catch (CborRefusedException _) {
                return false;
            }
        }

        private static byte[] signedBytes(Role role, byte[] transcript) {
            return new CborWriter(64)
                    .array(2)
                    .integer(role.code())
                    .bytes(transcript)
                    .toBytes();
        }
    }
}
