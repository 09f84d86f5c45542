package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * An agent's Ed25519 key pair. The private half leaves it only into a {@link CredentialFile}; nothing
 * prints it.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class AgentKey {

    private final PublicKey publicKey;
    private final PrivateKey privateKey;

    private AgentKey(PublicKey publicKey, PrivateKey privateKey) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /**
     * Makes a new key.
     *
     * @param random where its 256 bits come from
     * @return the key
     */
    public static AgentKey generate(SecureRandom random) {
        KeyPair pair = Ed25519.generate(random);
        return new AgentKey(
                new PublicKey(Base64Text.encode(pair.getPublic().getEncoded())), pair.getPrivate());
    }

    /**
     * A key that was stored.
     *
     * @throws IllegalArgumentException when the halves do not belong together
     */
    static AgentKey restore(PublicKey publicKey, byte[] seed) {
        PrivateKey privateKey = Ed25519.privateKey(seed);
        byte[] probe = Ed25519.Domain.POSSESSION.message();
        if (!publicKey.verify(probe, Ed25519.sign(privateKey, probe))) {
            throw new IllegalArgumentException(
                    "the private key is not that of publicKey=" + publicKey);
        }
        return new AgentKey(publicKey, privateKey);
    }

    /**
     * Names the key.
     *
     * @return the SHA-256 of the public half
     */
    public Digest id() {
        return publicKey.id();
    }

    /** {@return the public half} */
    public PublicKey publicKey() {
        return publicKey;
    }

    /**
     * Signs bytes. What CNV signs itself begins with a name for its purpose ({@code cnv-token-v0} and
     * a zero byte, for instance); sign nothing that a stranger chose.
     *
     * @param message the bytes
     * @return 64 bytes
     */
    public byte[] sign(byte[] message) {
        return Ed25519.sign(privateKey, message);
    }

    byte[] seed() {
        return Ed25519.seed(privateKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AgentKey that
                && publicKey.equals(that.publicKey)
                && Arrays.equals(seed(), that.seed());
    }

    @Override
    public int hashCode() {
        return publicKey.hashCode();
    }

    /** {@return the key's id only} */
    @Override
    public String toString() {
        return "AgentKey[id=" + id().shortHex() + "]";
    }
}
