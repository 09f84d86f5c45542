package dev.cnv.benchmarks.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.hotpath.grant.Packing;
import dev.cnv.hotpath.hash.Xxh64Batch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VectorGoalsTest {

    private static final VectorForms AVX_512 =
            new VectorForms(3, Packing.VECTOR, Xxh64Batch.VECTOR);
    private static final VectorForms AVX_2 = new VectorForms(2, Packing.VECTOR, Xxh64Batch.VECTOR);
    private static final VectorForms AVX_1 = new VectorForms(1, Packing.SCALAR, Xxh64Batch.SCALAR);

    @Test
    void forms_amongWarnings_areRead() {
        assertEquals(
                AVX_2,
                VectorForms.parse(
                        "WARNING: Using incubator modules\navx=2 packing=VECTOR hash=VECTOR\n"));
    }

    @Test
    void forms_notPrinted_areRefused() {
        assertThrows(IllegalStateException.class, () -> VectorForms.parse("avx= packing=VECTOR"));
    }

    /** Each limit, and a little over it. */
    @Test
    void goals_atWideVectors_wantWhatVectorsGain() {
        assertEquals(List.of(true, true, true, true), met(VectorSetting.WIDEST, AVX_512, 0.35, 8));
        assertEquals(
                List.of(false, false, true, false), met(VectorSetting.WIDEST, AVX_512, 0.36, 7.9));
        assertEquals(List.of(true, true, true, true), met(VectorSetting.AVX2, AVX_2, 0.35, 1));
        assertEquals(
                List.of(false, false, true, false), met(VectorSetting.AVX2, AVX_2, 0.36, 0.99));
    }

    /** The scalar form is taken where vectors would be wide enough: no excuse for what is missed. */
    @Test
    void goals_scalarAtWideVectors_areMissed() {
        VectorForms scalar = new VectorForms(3, Packing.SCALAR, Xxh64Batch.SCALAR);
        assertEquals(List.of(false, false, true, false), met(VectorSetting.WIDEST, scalar, 1, 1));
    }

    @Test
    void goals_withoutVectors_wantThatNothingIsLost() {
        VectorForms noModule = new VectorForms(3, Packing.SCALAR, Xxh64Batch.SCALAR);
        assertEquals(List.of(true, true, true, true), met(VectorSetting.AVX1, AVX_1, 1.1, 0.96));
        assertEquals(
                List.of(false, false, false, false), met(VectorSetting.AVX1, AVX_1, 1.11, 0.94));
        assertEquals(
                List.of(true, true, true, true), met(VectorSetting.NO_MODULE, noModule, 1.1, 0.96));
        assertEquals(
                List.of(false, false, false, false),
                met(VectorSetting.NO_MODULE, noModule, 1.11, 0.94));
    }

    /** The best form takes a part of the scalar one's time; ids are hashed so many times faster. */
    private static List<Boolean> met(
            VectorSetting setting, VectorForms forms, double part, double times) {
        Map<String, Double> figures = new HashMap<>();
        for (String method : List.of(
                "PackingBenchmark.pack256", "PackingBenchmark.pack1024", "GateBenchmark.gate256")) {
            String benchmark = method + "(packing=%s, stalePercent=0)";
            figures.put(VectorGoals.key(setting, benchmark.formatted("BEST")), 100 * part);
            figures.put(VectorGoals.key(setting, benchmark.formatted("SCALAR")), 100.0);
        }
        figures.put(VectorGoals.key(setting, "HashBenchmark.id32Best"), 100.0);
        figures.put(VectorGoals.key(setting, "HashBenchmark.id32Scalar"), 100 * times);
        return VectorGoals.of(setting, forms).stream()
                .map(goal -> goal.row(figures).getFirst().contains("met"))
                .toList();
    }
}
