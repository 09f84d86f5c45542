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
                List.of(false, false, true, false),
                met(VectorSetting.WIDEST, AVX_512, 0.36, 7.9));
        assertEquals(List.of(true, true, true, true), met(VectorSetting.AVX2, AVX_2, 0.35, 1));
        assertEquals(
                List.of(false, false, true, false), met(VectorSetting.AVX2, AVX_2, 0.36, 0.9));
    }

    @Test
    void goals_withoutVectors_wantThatNothingIsLost() {
        for (VectorForms forms : List.of(AVX_1, AVX_512)) {
            VectorSetting setting =
                    forms.equals(AVX_1) ? VectorSetting.AVX1 : VectorSetting.NO_MODULE;
            assertEquals(List.of(true, true, true, true), met(setting, forms, 1.1, 1));
            assertEquals(List.of(false, false, false, false), met(setting, forms, 1.11, 0.9));
        }
    }

    /** The best form takes a part of the scalar one's time; ids are hashed so many times faster. */
    private static List<Boolean> met(
            VectorSetting setting, VectorForms forms, double part, double times) {
        Map<String, Double> figures = new HashMap<>();
        for (String method : List.of("pack256", "pack1024", "gate256")) {
            String benchmark = "GateBenchmark." + method + "(packing=%s, stalePercent=0)";
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
