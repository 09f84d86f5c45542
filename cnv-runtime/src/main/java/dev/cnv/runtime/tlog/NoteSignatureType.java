package dev.cnv.runtime.tlog;

import dev.cnv.runtime.crypto.SignatureSuite;

/**
 * How a key signs a checkpoint (C2SP signed-note and tlog-cosignature).
 *
 * <pre>
 * byte  type                  signature                            signed bytes
 * 0x01  ED25519               64 bytes                             the text of the note
 * 0x04  COSIGNATURE_ED25519   8 bytes of time, 64 of signature     two lines, the text of the note
 * 0x06  COSIGNATURE_ML_DSA_44 8 bytes of time, 2420 of signature   names, time, size and root
 * </pre>
 */
public enum NoteSignatureType {
    /** A plain Ed25519 signature over the text. */
    ED25519(0x01, SignatureSuite.ED25519, false),
    /** An Ed25519 signature over the time and the text. */
    COSIGNATURE_ED25519(0x04, SignatureSuite.ED25519, true),
    /** An ML-DSA-44 signature over the cosigner's name, the time, the origin, the size and the root. */
    COSIGNATURE_ML_DSA_44(0x06, SignatureSuite.ML_DSA_44, true);

    static final int TIME_BYTES = 8;

    private final int id;
    private final SignatureSuite suite;
    private final boolean timed;

    NoteSignatureType(int id, SignatureSuite suite, boolean timed) {
        this.id = id;
        this.suite = suite;
        this.timed = timed;
    }

    /**
     * The type of a byte.
     *
     * @param id the byte, 0 to 255
     * @return the type
     * @throws NoteRefusedException when no type that is known here has it
     */
    public static NoteSignatureType of(int id) {
        for (NoteSignatureType type : values()) {
            if (type.id == id) {
                return type;
            }
        }
        throw new NoteRefusedException("signatureType=" + id + " is not 1, 4 or 6");
    }

    /** {@return the byte} */
    public int id() {
        return id;
    }

    /** {@return the suite of its keys} */
    public SignatureSuite suite() {
        return suite;
    }

    /** {@return whether it says when it was made} */
    public boolean isTimed() {
        return timed;
    }

    /** {@return the length of a signature with its time, in bytes} */
    public int signatureBytes() {
        return suite.signatureBytes() + (timed ? TIME_BYTES : 0);
    }
}
