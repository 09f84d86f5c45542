package dev.cnv.hotpath.hash;

/**
 * The door to the vector module, which need not be there: no class that mentions it is loaded unless it
 * is.
 */
final class VectorModule {

    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** Whether the vector module can be used at all, fast or not. */
    static boolean isPresent() {
        return ModuleLayer.boot()
                .findModule(NAME)
                .filter(VectorModule::isReadable)
                .isPresent();
    }

    /** Why the vector form is not the faster one here; empty when it is. */
    static String missing() {
        return Missing.REASON;
    }

    static int hash32(
            long[] one,
            long[] two,
            long[] three,
            long[] four,
            int from,
            int count,
            long seed,
            long[] hashes) {
        if (!Missing.PRESENT) {
            throw new IllegalStateException("module=" + NAME + " is not there");
        }
        return Xxh64Vectors.hash32(one, two, three, four, from, count, seed, hashes);
    }

    private static boolean isReadable(Module vectors) {
        Module own = VectorModule.class.getModule();
        return !own.isNamed() || own.canRead(vectors);
    }

    /** Decided when first asked for. */
    private static final class Missing {

        static final boolean PRESENT = isPresent();
        static final String REASON = reason();

        private static String reason() {
            String mode = System.getProperty("java.vm.info", "");
            if (!PRESENT) {
                return "module " + NAME + " is not there; add it with --add-modules " + NAME;
            }
            // "mixed mode" with C1 alone says so behind it; "interpreted mode" has no compiler.
            if (!mode.startsWith("mixed mode") || mode.contains("emulated-client")) {
                return "the JVM runs in " + mode + ", without C2";
            }
            int lanes = Xxh64Vectors.laneCount();
            return lanes < Xxh64Vectors.MIN_LANE_COUNT
                    ? "the processor, as the JVM uses it, has " + lanes + " lanes of 64 bits"
                    : "";
        }
    }
}
