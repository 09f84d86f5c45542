package dev.cnv.benchmarks.delegation;

import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One Ed25519 verification of 256 bytes, from the bytes of the key each time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Ed25519Benchmark {

    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] message = new byte[256];
    private byte[] encoded;
    private byte[] raw;
    private byte[] signature;

    /** Makes a signature and checks that all three accept it. */
    @Setup
    public void make() throws GeneralSecurityException {
        SigningKey key = SigningKey.generate(SignatureSuite.ED25519, new SecureRandom());
        encoded = key.publicKey().encoded();
        raw = Arrays.copyOfRange(encoded, 1, encoded.length);
        signature = key.sign(message);
        if (!cnv() || !bouncyCastle() || !jdk()) {
            throw new IllegalStateException("a peer answers otherwise than it should");
        }
    }

    /** {@return whether it holds, by CNV} */
    @Benchmark
    public boolean cnv() {
        return PublicKey.decode(encoded).verify(message, signature);
    }

    /** {@return whether it holds, by bare Bouncy Castle} */
    @Benchmark
    public boolean bouncyCastle() {
        return Ed25519.verify(signature, 0, raw, 0, message, 0, message.length);
    }

    /** {@return whether it holds, by the platform} */
    @Benchmark
    public boolean jdk() throws GeneralSecurityException {
        byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + raw.length);
        System.arraycopy(raw, 0, spki, SPKI_PREFIX.length, raw.length);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
        verifier.update(message);
        return verifier.verify(signature);
    }
}
