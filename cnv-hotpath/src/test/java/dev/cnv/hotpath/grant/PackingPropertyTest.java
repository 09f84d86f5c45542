package dev.cnv.hotpath.grant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.vector.VectorModule;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways of packing give the bits that a plain reading of the contract gives. */
class PackingPropertyTest {

    @Test
    void pack_anyFaults_givesTheSameBitsInBothWays() {
        assertTrue(VectorModule.isPresent(), "the tests run with the vector module");
        Property.named("Packing.sameBits")
                .check(PackingPropertyTest::faults, PackingPropertyTest::requireSame);
    }

    private static List<Long> faults(Draws draws) {
        int count = draws.between(0, 200);
        List<Long> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            faults.add(draws.flip() ? draws.anyLong() : 0L);
        }
        return faults;
    }

    private static void requireSame(List<Long> list) {
        long[] faults = new long[BatchGate.MAX_BATCH];
        Arrays.fill(faults, 5);
        for (int i = 0; i < list.size(); i++) {
            faults[i] = list.get(i);
        }
        long[] scalar = pack(Packing.SCALAR, faults, list.size());
        assertArrayEquals(plain(list), scalar);
        assertArrayEquals(scalar, pack(Packing.VECTOR, faults, list.size()));
    }

    private static long[] pack(Packing packing, long[] faults, int count) {
        long[] bits = new long[BatchGate.MAX_BATCH / Long.SIZE];
        Arrays.fill(bits, 0x5A5A);
        packing.pack(faults, count, bits);
        return bits;
    }

    private static long[] plain(List<Long> faults) {
        long[] bits = new long[BatchGate.MAX_BATCH / Long.SIZE];
        Arrays.fill(bits, (faults.size() + 63) / 64, bits.length, 0x5A5A);
        for (int i = 0; i < faults.size(); i++) {
            if (faults.get(i) == 0) {
                bits[i / 64] |= 1L << i;
            }
        }
        return bits;
    }

    @ParameterizedTest
    @MethodSource("dev.cnv.hotpath.grant.Jvm#flags")
    void pack_inOtherJvms_givesTheSameBits(String flag) throws Exception {
        assertEquals("same", Jvm.run(Child.class, flag, "--add-modules", "jdk.incubator.vector"));
    }

    @Test
    void best_whereVectorsAreSlowOrAbsent_isScalarAndSaysSoOnce() throws Exception {
        String absent = Jvm.run(Choice.class);
        assertTrue(absent.contains("SCALAR") && absent.contains("is not there"), absent);
        assertEquals(
                1, absent.lines().filter(l -> l.contains("without vectors")).count());
        for (String flag : List.of("-Xint", "-XX:TieredStopAtLevel=1")) {
            String said = Jvm.run(Choice.class, flag, "--add-modules", "jdk.incubator.vector");
            assertTrue(said.contains("SCALAR") && said.contains("without C2"), said);
        }
    }

    /** Packs many batches, so that it is compiled where there is a compiler. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            java.util.Random random = new java.util.Random(1);
            for (int batch = 0; batch < 3_000; batch++) {
                List<Long> faults = new ArrayList<>();
                int count = random.nextInt(257);
                for (int i = 0; i < count; i++) {
                    faults.add(random.nextBoolean() ? 0 : random.nextLong());
                }
                requireSame(faults);
            }
            System.out.println("same");
        }
    }

    /** Says what is chosen. */
    static final class Choice {
        private Choice() {}

        public static void main(String[] args) {
            System.setErr(System.out);
            System.out.println(Packing.best() + " " + Packing.missing());
            Packing.best();
        }
    }
}
