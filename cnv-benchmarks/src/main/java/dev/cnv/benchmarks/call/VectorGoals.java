package dev.cnv.benchmarks.call;

import static dev.cnv.benchmarks.call.Goal.atLeast;
import static dev.cnv.benchmarks.call.Goal.within;

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
        List<Goal> goals = new ArrayList<>();
        for (String batch : List.of("256", "1024")) {
            goals.add(packing(
                    vectors && forms.hasAvx2() ? 0.35 : 1.1,
                    setting,
                    "pack" + batch,
                    "faults of " + batch + " to bits"));
        }
        goals.add(packing(1.1, setting, "gate256", "gate, batch of 256"));
        goals.add(hash(vectors && forms.hasAvx512() ? 8 : 1, setting));
        return goals;
    }

    private static Goal packing(double most, VectorSetting setting, String method, String what) {
        String benchmark = "GateBenchmark." + method + "(packing=%s, stalePercent=0)";
        return within(
                most,
                setting.text() + ": " + what,
                key(setting, benchmark.formatted("BEST")),
                key(setting, benchmark.formatted("SCALAR")),
                SCALAR);
    }

    private static Goal hash(double least, VectorSetting setting) {
        return atLeast(
                least,
                setting.text() + ": hash of 32-byte ids",
                key(setting, "HashBenchmark.id32Best"),
                key(setting, "HashBenchmark.id32Scalar"),
                SCALAR);
    }
}
