package dev.cnv.benchmarks.call;

import static dev.cnv.benchmarks.call.Goal.atLeast;
import static dev.cnv.benchmarks.call.Goal.within;

import dev.cnv.hotpath.hash.Xxh64Batch;
import java.util.ArrayList;
import java.util.List;

/** The goals of the forms that CNV takes, in a JVM that has a certain width of vectors. */
final class VectorGoals {

    private static final String SCALAR = "the scalar form";

    private VectorGoals() {}

    /** A benchmark's name in the figures of all settings. */
    static String key(VectorSetting setting, String benchmark) {
        return setting + " " + benchmark;
    }

    static List<Goal> of(VectorSetting setting, VectorForms forms) {
        boolean vectors = setting != VectorSetting.NO_MODULE;
        double most = vectors && forms.hasAvx2() ? 0.35 : 1.1;
        List<Goal> goals = new ArrayList<>();
        for (String batch : List.of("256", "1024")) {
            String method = "PackingBenchmark.pack" + batch;
            goals.add(packing(most, setting, method, "faults of " + batch + " to bits"));
        }
        goals.add(packing(1.1, setting, "GateBenchmark.gate256", "gate, batch of 256"));
        goals.add(hash(vectors && forms.hasAvx512() ? 8 : 1, setting, forms));
        return goals;
    }

    private static Goal packing(double most, VectorSetting setting, String method, String what) {
        String benchmark = method + "(packing=%s, stalePercent=0)";
        return within(
                most,
                setting.text() + ": " + what,
                key(setting, benchmark.formatted("BEST")),
                key(setting, benchmark.formatted("SCALAR")),
                SCALAR);
    }

    /** Never slower; where the scalar form is taken, two runs of the same code differ a little. */
    private static Goal hash(double least, VectorSetting setting, VectorForms forms) {
        String what = setting.text() + ": hash of 32-byte ids";
        String ours = key(setting, "HashBenchmark.id32Best");
        String scalar = key(setting, "HashBenchmark.id32Scalar");
        return least == 1 && forms.hash() == Xxh64Batch.SCALAR
                ? within(1.05, what, ours, scalar, SCALAR + ", which it is")
                : atLeast(least, what, ours, scalar, SCALAR);
    }
}
