package dev.cnv.runtime.certificate;

/**
 * The proof of one call at one stage. For every verb the compiler generates a sealed subtype with
 * four final classes, one for each {@link Stage}; only the kernel makes them.
 *
 * @param <I> the verb's input record
 */
public interface Certificate<I> {

    /**
     * The typed arguments that this proof is bound to.
     *
     * @return the input
     */
    I input();

    /**
     * What the certificate says.
     *
     * @return the claims
     */
    CertificateClaims claims();

    /**
     * How far the proof has come.
     *
     * @return the stage
     */
    Stage stage();
}
