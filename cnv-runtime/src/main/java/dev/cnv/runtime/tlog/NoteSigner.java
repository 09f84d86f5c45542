package dev.cnv.runtime.tlog;

import dev.cnv.runtime.crypto.RawKeyAccess;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import java.util.Arrays;
import java.util.List;

/**
 * A key pair that signs checkpoints under a name. Only a {@link CheckpointSigner} makes it sign.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class NoteSigner {

    private final NoteKey key;
    private final SigningKey secret;

    private NoteSigner(NoteKey key, SigningKey secret) {
        this.key = key;
        this.secret = secret;
    }

    /**
     * A signer.
     *
     * @param name the key's name: for a log its origin
     * @param type how it signs
     * @param secret the key, of the type's suite
     * @return the signer
     * @throws IllegalArgumentException when the name is none, or the key is of another suite
     */
    public static NoteSigner of(String name, NoteSignatureType type, SigningKey secret) {
        return new NoteSigner(new NoteKey(name, type, secret.publicKey()), secret);
    }

    /**
     * What signs a log's checkpoints: a plain Ed25519 signature, and a cosignature by ML-DSA-44, as far
     * as the key has these.
     *
     * @param origin the log's origin
     * @param secret a key of any suite; of both primitives it gives two signers
     * @return one signer for each primitive, Ed25519 first
     * @throws NoteRefusedException when the origin is no name of a key
     */
    public static List<NoteSigner> forLog(String origin, SigningKey secret) {
        return of(origin, secret, NoteSignatureType.ED25519);
    }

    /**
     * What signs as a witness: timestamped cosignatures.
     *
     * @param name the witness's name
     * @param secret a key of any suite; of both primitives it gives two signers
     * @return one signer for each primitive, Ed25519 first
     * @throws NoteRefusedException when the name is no name of a key
     */
    public static List<NoteSigner> forWitness(String name, SigningKey secret) {
        return of(name, secret, NoteSignatureType.COSIGNATURE_ED25519);
    }

    private static List<NoteSigner> of(String name, SigningKey secret, NoteSignatureType ed25519) {
        return switch (secret.suite()) {
            case ED25519 -> List.of(of(name, ed25519, secret));
            case ML_DSA_44 -> List.of(of(name, NoteSignatureType.COSIGNATURE_ML_DSA_44, secret));
            case ED25519_ML_DSA_44 -> both(name, secret, ed25519);
        };
    }

    private static List<NoteSigner> both(
            String name, SigningKey secret, NoteSignatureType ed25519) {
        byte[] seeds = secret.rawSecretKey(RawKeyAccess.iKnowThatThisRevealsSecretKeys());
        int seed = SignatureSuite.ED25519.secretKeyBytes();
        return List.of(
                of(
                        name,
                        ed25519,
                        SigningKey.ofRawSecretKey(
                                SignatureSuite.ED25519, Arrays.copyOf(seeds, seed))),
                of(
                        name,
                        NoteSignatureType.COSIGNATURE_ML_DSA_44,
                        SigningKey.ofRawSecretKey(
                                SignatureSuite.ML_DSA_44,
                                Arrays.copyOfRange(seeds, seed, seeds.length))));
    }

    /** {@return the public half, with the name} */
    public NoteKey key() {
        return key;
    }

    NoteSignature sign(Checkpoint checkpoint, long seconds) {
        return SignedBytes.sign(key, secret, checkpoint, seconds);
    }

    /** {@return the public half's text} */
    @Override
    public String toString() {
        return "NoteSigner[" + key.name() + ", " + key.type() + "]";
    }
}
