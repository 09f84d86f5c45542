package dev.cnv.runtime.crypto;

import java.io.Serial;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;

/**
 * Gives certain bytes once, in place of random ones: a platform's key generator that asks for the
 * seed and for nothing else then derives the key of that seed. Whatever else it asks for throws, so
 * that a platform that draws otherwise is noticed and not believed.
 */
final class FixedRandom extends SecureRandom {

    @Serial
    private static final long serialVersionUID = 1L;

    FixedRandom(byte[] bytes) {
        super(new Once(bytes), null);
    }

    private static final class Once extends SecureRandomSpi {

        @Serial
        private static final long serialVersionUID = 1L;

        private final transient byte[] bytes;
        private boolean given;

        private Once(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {
            throw new IllegalStateException("a fixed source takes no seed");
        }

        @Override
        protected void engineNextBytes(byte[] out) {
            if (given || out.length != bytes.length) {
                throw new IllegalStateException("drawnBytes=" + out.length
                        + ": this Java platform draws otherwise than once " + bytes.length
                        + " bytes for a key or a signature");
            }
            given = true;
            System.arraycopy(bytes, 0, out, 0, bytes.length);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            throw new IllegalStateException("a fixed source makes no seed");
        }
    }
}
