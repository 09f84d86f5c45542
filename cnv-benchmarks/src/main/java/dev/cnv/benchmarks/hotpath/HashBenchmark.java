package dev.cnv.benchmarks.hotpath;

import dev.cnv.hotpath.hash.CapabilityHash;
import dev.cnv.hotpath.hash.Xxh64Batch;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Ids hashed, per id. The vector form needs {@code --add-modules jdk.incubator.vector}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HashBenchmark {

    private static final int BATCH = 1024;
    private static final int CAPABILITIES = 64;

    private final long[][] columns = new long[4][BATCH];
    private final long[] hashes = new long[BATCH];
    private final long[] others = new long[BATCH];
    private final byte[][] ids = new byte[CAPABILITIES][];
    private final byte[] digest = new byte[CapabilityHash.DIGEST_BYTES];
    private final CapabilityHash capability = CapabilityHash.sha256();
    private int next;

    /** Draws the ids, and checks that both forms, where there are two, give the same bits. */
    @Setup
    public void draw() {
        Random random = new Random(42);
        for (long[] column : columns) {
            Arrays.setAll(column, _ -> random.nextLong());
        }
        for (int i = 0; i < CAPABILITIES; i++) {
            ids[i] = ("account.verb-" + i + "@1.0." + i).getBytes(StandardCharsets.UTF_8);
        }
        long[] scalar = id32Scalar();
        if (!Arrays.equals(scalar, id32Best())
                || vectorsArePresent() && !Arrays.equals(scalar, id32Vector())) {
            throw new IllegalStateException("the vector form gives other hashes");
        }
    }

    private static boolean vectorsArePresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /** 8-byte ids. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long[] id8() {
        Xxh64Batch.SCALAR.hash8(columns[0], 0, BATCH, 0, hashes);
        return hashes;
    }

    /** 32-byte ids, one after the other. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long[] id32Scalar() {
        Xxh64Batch.SCALAR.hash32(
                columns[0], columns[1], columns[2], columns[3], 0, BATCH, 0, others);
        return others;
    }

    /** 32-byte ids, by vectors. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long[] id32Vector() {
        Xxh64Batch.VECTOR.hash32(
                columns[0], columns[1], columns[2], columns[3], 0, BATCH, 0, hashes);
        return hashes;
    }

    /** 32-byte ids, the way that CNV takes here. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long[] id32Best() {
        Xxh64Batch.best()
                .hash32(columns[0], columns[1], columns[2], columns[3], 0, BATCH, 0, hashes);
        return hashes;
    }

    /** A capability's machine id by CNV. */
    @Benchmark
    public byte[] capability() {
        byte[] id = ids[advance()];
        capability.digest(id, 0, id.length, digest, 0);
        return digest;
    }

    /** The same with a new digest each time. */
    @Benchmark
    public byte[] capabilityGetInstance() throws NoSuchAlgorithmException, DigestException {
        return MessageDigest.getInstance("SHA-256").digest(ids[advance()]);
    }

    private int advance() {
        next = (next + 1) & (CAPABILITIES - 1);
        return next;
    }
}
