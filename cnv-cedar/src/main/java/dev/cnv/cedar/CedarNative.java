package dev.cnv.cedar;

import com.cedarpolicy.BasicAuthorizationEngine;

/** Cedar's native library, which is loaded when the first engine is built and not before. */
final class CedarNative {

    private CedarNative() {}

    /**
     * Loads the library where that has not been done.
     *
     * @throws CedarUnavailableException when it does not load
     */
    static BasicAuthorizationEngine load() {
        try {
            return new BasicAuthorizationEngine();
        } catch (LinkageError | RuntimeException e) {
            throw new CedarUnavailableException(
                    "Cedar does not run on os=" + property("os.name") + " arch="
                            + property("os.arch") + " java=" + property("java.version") + ": "
                            + reason(e)
                            + ". cedar-java has a native library for Linux and macOS on x86-64 and"
                            + " arm64 and for Windows on x86-64; for another platform build it and"
                            + " name its file in the environment variable CEDAR_JAVA_FFI_LIB. Native"
                            + " access must not be denied: --enable-native-access=cedar.java,jne on"
                            + " the module path, ALL-UNNAMED on the class path. Without Cedar, decide"
                            + " by RulePolicyEngine: CedarPolicies reads and writes Cedar text"
                            + " everywhere",
                    e);
        }
    }

    private static String reason(Throwable error) {
        Throwable first = error;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first.getClass().getSimpleName() + " " + first.getMessage();
    }

    private static String property(String name) {
        return String.valueOf(System.getProperty(name));
    }
}
