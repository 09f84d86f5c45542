package dev.cnv.runtime.crypto;

/**
 * Says that a caller means to have the bytes of a secret key. Whoever looks for the places where
 * secret keys leave CNV's types looks for the name of its one factory.
 */
public final class RawKeyAccess {

    private static final RawKeyAccess GIVEN = new RawKeyAccess();

    private RawKeyAccess() {}

    /**
     * Says that the caller keeps the bytes from logs, messages and other people.
     *
     * @return the word that {@link SigningKey#rawSecretKey} asks for
     */
    public static RawKeyAccess iKnowThatThisRevealsSecretKeys() {
        return GIVEN;
    }
}
