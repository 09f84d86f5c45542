package dev.cnv.hotpath.vector;

/**
 * Whether the vector module can be used, and would be fast. It need not be there: a class that mentions it
 * is loaded only when it is.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class VectorModule {

    /** The module's name. */
    public static final String NAME = "jdk.incubator.vector";

    private static final boolean PRESENT =
            ModuleLayer.boot().findModule(NAME).filter(VectorModule::isReadable).isPresent();

    private VectorModule() {}

    /**
     * Whether the module can be used at all, fast or not.
     *
     * @return true when it is there and this module reads it
     */
    public static boolean isPresent() {
        return PRESENT;
    }

    private static boolean isReadable(Module vectors) {
        Module own = VectorModule.class.getModule();
        return !own.isNamed() || own.canRead(vectors);
    }

    /**
     * Refuses to go on without the module.
     *
     * @throws IllegalStateException when it cannot be used
     */
    public static void require() {
        if (!PRESENT) {
            throw new IllegalStateException("module=" + NAME + " is not there");
        }
    }

    /**
     * Why vector code would be slow here, whatever the processor.
     *
     * @return a sentence; empty when nothing stands against it
     */
    public static String missing() {
        if (!PRESENT) {
            return "module " + NAME + " is not there; add it with --add-modules " + NAME;
        }
        // "mixed mode" with C1 alone says so behind it; "interpreted mode" has no compiler.
        String mode = System.getProperty("java.vm.info", "");
        if (!mode.startsWith("mixed mode") || mode.contains("emulated-client")) {
            return "the JVM runs in " + mode + ", without C2";
        }
        String name = System.getProperty("java.vm.name", "");
        return name.contains("HotSpot") || name.contains("OpenJDK")
                ? ""
                : "the JVM is " + name + ", not HotSpot";
    }
}
