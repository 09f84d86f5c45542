package dev.cnv.hotpath.grant;

/**
 * The door to the vector module, which need not be there: no class that mentions it is loaded unless it
 * is.
 */
final class VectorSupport {

    private static final String MODULE = "jdk.incubator.vector";

    private VectorSupport() {}

    /** Whether the vector module can be used at all, fast or not. */
    static boolean present() {
        return ModuleLayer.boot().findModule(MODULE).isPresent()
                && reads(VectorSupport.class.getModule());
    }

    private static boolean reads(Module own) {
        return !own.isNamed()
                || own.canRead(ModuleLayer.boot().findModule(MODULE).orElseThrow());
    }

    /** Why the vector form is not the faster one here; empty when it is. */
    static String missing() {
        if (!present()) {
            return "module " + MODULE + " is not there; add it with --add-modules " + MODULE;
        }
        // "mixed mode" with C1 alone says so behind it; "interpreted mode" has no compiler.
        String mode = System.getProperty("java.vm.info", "");
        if (!mode.startsWith("mixed mode") || mode.contains("emulated-client")) {
            return "the JVM runs in " + mode + ", without C2";
        }
        if (!System.getProperty("java.vm.name", "").contains("HotSpot")
                && !System.getProperty("java.vm.name", "").contains("OpenJDK")) {
            return "the JVM is " + System.getProperty("java.vm.name") + ", not HotSpot";
        }
        int lanes = VectorPacking.laneCount();
        return lanes < VectorPacking.MIN_LANE_COUNT
                ? "the processor, as the JVM uses it, compares " + lanes + " numbers at once"
                : "";
    }

    static void pack(long[] faults, int count, long[] bits) {
        if (!present()) {
            throw new IllegalStateException("module=" + MODULE + " is not there");
        }
        VectorPacking.pack(faults, count, bits);
    }
}
