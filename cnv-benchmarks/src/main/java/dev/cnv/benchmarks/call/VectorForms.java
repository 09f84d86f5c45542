package dev.cnv.benchmarks.call;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.cnv.hotpath.grant.Packing;
import dev.cnv.hotpath.hash.Xxh64Batch;
import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM has of vectors, and which forms CNV takes in it.
 *
 * @param avx the level of AVX that it uses: 3 is AVX-512
 * @param packing how the faults of a batch become bits
 * @param hash how ids are hashed
 */
record VectorForms(int avx, Packing packing, Xxh64Batch hash) {

    private static final Pattern LINE =
            Pattern.compile("avx=(\\d+) packing=([A-Z]+) hash=([A-Z]+)");

    /**
     * Prints those of this JVM.
     *
     * @param args none
     */
    public static void main(String[] args) {
        String avx = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("UseAVX")
                .getValue();
        System.out.println(
                "avx=" + avx + " packing=" + Packing.best() + " hash=" + Xxh64Batch.best());
    }

    /** Those that a JVM printed, with warnings around them perhaps. */
    static VectorForms parse(String output) {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalStateException("no forms in output=" + output);
        }
        return new VectorForms(
                Integer.parseInt(line.group(1)),
                Packing.valueOf(line.group(2)),
                Xxh64Batch.valueOf(line.group(3)));
    }

    boolean hasAvx512() {
        return avx >= 3;
    }

    boolean hasAvx2() {
        return avx >= 2;
    }
}
