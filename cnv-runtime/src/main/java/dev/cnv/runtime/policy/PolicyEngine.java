package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.Digest;
import java.util.Optional;

/**
 * Decides whether a call may go on. Pure: the same request and policy give the same verdict, and
 * nothing is read or changed.
 *
 * <p><b>Threading:</b> safe for use by several threads. An exception from {@link #evaluate} denies
 * the call.
 */
public interface PolicyEngine {

    /** {@return the engine's name and version, for the trace} */
    String name();

    /** {@return the SHA-256 of the policy's canonical form} */
    Digest policy();

    /**
     * Decides.
     *
     * @param request the call and what is known about it
     * @return the verdict; anything but a permit keeps the verb from running as asked
     */
    PolicyVerdict evaluate(PolicyRequest request);

    /**
     * What keeps the verdict about a call from being the verdict about every call of the same verb by the
     * same caller: whatever its arguments, time and priority. Asked before calls are made as frames,
     * which are decided about once for all of them.
     *
     * <p>This default says that it is not known, which keeps every call from it.
     *
     * @param request a call that the policy permits
     * @return the name of a rule, or why it is not known; empty when all calls alike are permitted
     */
    default Optional<String> varies(PolicyRequest request) {
        return Optional.of("engine " + name() + " does not say");
    }
}
